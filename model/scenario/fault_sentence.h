#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "model/scenario/messages.h"
#include "model/scenario/processes.h"
#include "sim/fault/fault.h"

namespace imstorm {

/// What is wrong with a sentence, and where in it.
struct SentenceError {
  std::uint32_t offset = 0;  ///< in bytes, from 0
  std::uint32_t length = 1;
  std::string text;
  std::string note;
};

/// Reads one fault as a scenario writes it: "drop SEND_ACK m7, first try, gateway-1 ->
/// alice.phone". The whole grammar is in scenarios/README.md.
std::variant<Fault, SentenceError> parse_fault(std::string_view sentence,
                                               const ProcessTable& processes,
                                               const MessageNames& messages);

/// The sentence of a fault: reads back as the same fault, to the nanosecond. Only the fields that
/// its kind uses count.
std::string describe(const Fault& fault, const ProcessTable& processes,
                     const MessageNames& messages);

/// The processes whose names match a pattern with *, in the order of their ids.
std::vector<ProcessId> processes_like(std::string_view pattern, const ProcessTable& processes);

}  // namespace imstorm
