#pragma once

#include <string_view>

#include "model/invariants/signature.h"
#include "model/world/run.h"

namespace imstorm {

/// The signature of the first broken law of a run, in the order of the catalog; none if none is
/// broken. With a trace and a history it has the mechanisms: the kinds of the faults on the way
/// there, and the frames that were lost, late or repeated on it.
Signature signature_of(const RunRecord& record);

/// The same of one law, whether or not others broke before it.
Signature signature_of(const RunRecord& record, std::string_view law);

}  // namespace imstorm
