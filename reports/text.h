#pragma once

#include <cstddef>
#include <string>

#include "reports/result.h"
#include "reports/style.h"

namespace imstorm {

struct TextOptions {
  Style style = Style::plain();
  std::size_t width = 100;  ///< columns, at least 80
  bool verbose =
      false;          ///< every story, every fault, every law with its promise, the configuration
  int exit_code = 0;  ///< that the command ends with; the last line says it
};

/// The report for a terminal. After a failure: a sentence about a user, the story that shows it,
/// then everything that one needs to judge and repeat the run. When all holds: the verdict and the
/// numbers. Names from the scenario are inert: they cannot control the terminal.
std::string text_report(const Result& result, const TextOptions& options);

}  // namespace imstorm
