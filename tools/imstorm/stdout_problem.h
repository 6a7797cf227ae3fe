#pragma once

#include <string>

#include "tools/imstorm/app.h"

namespace imstorm {

/// Only one report can go to standard output, and only a form that is made for it. Why what was
/// said cannot be, or nothing.
std::string stdout_problem(const Said& said);

}  // namespace imstorm
