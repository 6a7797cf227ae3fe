#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace imstorm {

/// What the program ends with; part of its interface.
enum class ExitCode : std::uint8_t {
  Holds = 0,
  Broken = 1,
  Undecided = 2,
  Diverged = 3,
  Usage = 64,
  Malformed = 65,
  NotFound = 66,
  Internal = 70,
  CannotWrite = 73,
  Interrupted = 130,
  Terminated = 143,
};

struct ExitCodeHelp {
  ExitCode code;
  std::string_view meaning;
};

/// From the lightest to the heaviest; what the manual says of each.
inline constexpr std::array<ExitCodeHelp, 11> kExitCodes = {{
    {ExitCode::Holds,
     "every law holds or is broken as [expect] says, and none is vacuous unless "
     "--allow-vacuous or [expect] permits it"},
    {ExitCode::Undecided, "a law is undecided or vacuous"},
    {ExitCode::Broken, "a law is broken, or a verdict differs from [expect]"},
    {ExitCode::Diverged, "a replay diverged from its digest"},
    {ExitCode::Usage,
     "usage: an unknown command or option, or a bad value (of --set, --with and IMSTORM_* too)"},
    {ExitCode::Malformed, "a malformed scenario, result or journal"},
    {ExitCode::NotFound, "a file is not found"},
    {ExitCode::CannotWrite, "an output cannot be written"},
    {ExitCode::Internal, "internal error; the message has the seed and the command"},
    {ExitCode::Interrupted, "interrupted (SIGINT), with the partial result written"},
    {ExitCode::Terminated, "terminated (SIGTERM), with the partial result written"},
}};

constexpr int number_of(ExitCode code) { return static_cast<int>(code); }

/// The one of two that a caller must hear about.
constexpr ExitCode heavier(ExitCode a, ExitCode b) {
  ExitCode heaviest = a;
  for (const ExitCodeHelp& row : kExitCodes) {
    if (row.code == a || row.code == b) heaviest = row.code;
  }
  return heaviest;
}

}  // namespace imstorm
