#pragma once

#include "tools/imstorm/app.h"

namespace imstorm {

/// The commands `fuzz` and `merge` with their options.
void add_fuzz(CLI::App& app, Said& said);

}  // namespace imstorm
