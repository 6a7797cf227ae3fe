#pragma once

#include <string>

#include "tools/imstorm/app.h"

namespace imstorm {

/// Do both name one file, by whatever path or link? Neither need exist. Devices and pipes keep
/// nothing, so they are never the same.
bool same_file(const std::string& a, const std::string& b);

/// What is wrong with where the outputs of a command go, as far as paths tell: one would take the
/// place of what the command reads, or of another one. Empty: nothing.
std::string path_problem(const Said& said);

}  // namespace imstorm
