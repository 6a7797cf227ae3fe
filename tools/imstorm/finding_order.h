#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace imstorm {

/// Sets Finding::follows. `causes` has, for the first of the findings, the signature of what
/// explains each in its first run, or nothing; a cause that is no finding of its own explains
/// nothing. What is undecided for one reason is one finding, and the others follow from it. No
/// finding follows from one that follows from another.
void relate_findings(std::vector<Finding>& findings, const std::vector<std::string>& causes);

/// The one order of findings, and so their numbers: those that are independent before what follows
/// from them, surprises before what was expected, what is broken before what is undecided. Broken
/// laws get the same order, each with the words of its first finding.
/// REQUIRES: compare() was called.
void arrange_findings(Result& result);

}  // namespace imstorm
