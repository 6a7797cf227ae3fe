#pragma once

#include <stdexcept>
#include <string>

namespace imstorm {

/// A mistake of imstorm itself (never of a scenario or of the simulated protocol). The command line
/// reports it with the seed and exits with 70.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void fail(const char* why) {
  throw InternalError(std::string("internal error: ") + why);
}

/// Checks what must be true whatever the scenario says; on in every build. Throws InternalError.
inline void ensure(bool condition, const char* why) {
  if (!condition) [[unlikely]] {
    fail(why);
  }
}

}  // namespace imstorm
