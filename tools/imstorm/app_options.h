#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/imstorm/app.h"

// What the files that make up the grammar of the command line share.

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace imstorm {

/// Repeated, the last one counts.
CLI::Option* once(CLI::Option* option);

/// One value for each time the option is said: what follows may be a scenario.
CLI::Option* repeatable(CLI::Option* option);

/// "0x1f", "17" or "50k". Throws a CLI::ValidationError about `option` for anything else.
std::uint64_t seed_of(const std::string& option, const std::string& text);

/// "0x1f+0x3a". Throws a CLI::ValidationError for anything else.
Draw draw_of(const std::string& text);

/// Adds --seed SEED, which may be repeated.
void add_seeds(CLI::App& command, std::vector<std::uint64_t>& seeds, const std::string& help);

/// Adds --set KEY=VALUE.
void add_sets(CLI::App& command, std::vector<std::string>& sets);

/// Adds --color WHEN.
void add_color(CLI::App& command, std::string& color);

void add_compare(CLI::App& app, Said& said);
void add_explain(CLI::App& app, Said& said);
void add_shrink(CLI::App& app, Said& said);

}  // namespace imstorm
