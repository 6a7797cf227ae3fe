#pragma once

#include <string>

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Shows a file in the user's browser: by what BROWSER names, else by xdg-open. NotFound, said on
/// `err`, if neither is there.
ExitCode open_in_browser(const std::string& path, Streams& streams);

}  // namespace imstorm
