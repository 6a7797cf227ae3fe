#pragma once

#include <cstdint>
#include <vector>

#include "model/invariants/verdict.h"

namespace imstorm {

/// Which of the broken laws of one run follow from which. One explains another if it was broken
/// earlier (its last witness comes first; at once: the first in the list) and both have witnesses
/// of one message. For each of `broken` the number, from 1, of the one that explains it in the end;
/// 0: it is independent. By the messages alone: a hint, not a proof.
std::vector<std::uint32_t> explained_by(const std::vector<const Verdict*>& broken);

}  // namespace imstorm
