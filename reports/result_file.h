#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// A file with one imstorm.result/1, an array of them, or one imstorm.comparison/1.
struct ResultFile {
  std::vector<std::string> results;  ///< each as compact JSON; of a comparison, A and B
  std::string comparison;            ///< the whole file as compact JSON; empty: it is none
  std::string problem;  ///< why it cannot be read, with the place in it; empty: it can be
};

/// Checks what the reports rely on: the major version, the fields with their types, and that the
/// columns of a trace fit together. Fields that are not known are kept and not looked at.
ResultFile read_results(std::string_view text);

}  // namespace imstorm
