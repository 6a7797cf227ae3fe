#pragma once

#include <cstddef>
#include <ostream>

namespace imstorm {

/// Where a command writes: results to `out`, diagnostics to `err`.
struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  std::size_t width = 100;  ///< columns for text on `out`
};

}  // namespace imstorm
