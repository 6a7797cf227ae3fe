#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/invariants/verdict.h"

namespace imstorm {

struct Result;

struct BrokenLaw {
  std::string_view name;
  const Verdict* verdict = nullptr;
};

/// Which of the broken laws of one run follow from which. One explains another if it leads to it
/// (model/invariants/consequences.h) and both have witnesses of one message or one conversation; of
/// two that lead to each other, by one message, the one that was broken earlier (its last witness
/// comes first; at once: the first in the list). For each of `broken` the number, from 1, of the
/// one that explains it in the end; 0: it is independent.
std::vector<std::uint32_t> explained_by(const std::vector<BrokenLaw>& broken);

/// The broken laws of a result, in its order.
std::vector<BrokenLaw> broken_laws(const Result& result);

/// Puts the broken laws of a run before the others, in the order in which everything tells of them:
/// first the one that it is about, if that is broken, then those that are independent, then what
/// follows from those.
void lead_with_causes(Result& result, std::string_view about);

}  // namespace imstorm
