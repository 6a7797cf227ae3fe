#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/messages.h"
#include "model/scenario/parse.h"
#include "model/scenario/processes.h"

namespace {

using imstorm::Fault;

/// Numbers of users and messages that are right but huge would only show that they are slow.
bool may_be_huge(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    const bool part = (c >= '0' && c <= '9') || c == '_' || c == 'x';
    digits = part ? digits + 1 : 0;
    if (digits >= 4 || c == 'M') return text.find("count") != std::string_view::npos;
  }
  return false;
}

/// Any text is a scenario or a list of diagnostics; what was read as a fault reads back as the
/// same.
void check(std::string_view text) {
  imstorm::Overrides overrides;
  if (may_be_huge(text)) return;
  const auto result = imstorm::parse_scenario(text, "fuzzed.toml", overrides);
  const std::string said = imstorm::render(result.diagnostics);
  if (!result.scenario) {
    if (said.empty()) std::abort();
    return;
  }
  const imstorm::ProcessTable processes(*result.scenario);
  const imstorm::MessageNames messages(*result.scenario);
  for (const Fault& fault : result.scenario->faults) {
    const auto again =
        imstorm::parse_fault(imstorm::describe(fault, processes, messages), processes, messages);
    const auto* same = std::get_if<Fault>(&again);
    if (same == nullptr || !(*same == fault)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
