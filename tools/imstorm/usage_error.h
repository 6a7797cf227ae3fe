#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace imstorm {

/// What is wrong with a command line that did not parse, in one line, with the nearest name and
/// where to read on. `why` is what the parser said; what was left over says it better if there is
/// any.
std::string usage_error(const CLI::App& app, const std::vector<std::string>& args,
                        const std::string& why);

}  // namespace imstorm
