// Whatever the bytes are, the reader of histories neither crashes nor reads past its limits, and
// what it accepts survives being written and read again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "model/history/jsonl.h"

namespace {

using imstorm::HistoryRead;
using imstorm::Recording;

HistoryRead read(const std::string& text) {
  imstorm::HistoryLimits limits;
  limits.line_max = 1024;
  limits.events_max = 256;
  std::istringstream in(text);
  return imstorm::read_history(in, limits);
}

std::string written(const Recording& recording) {
  std::ostringstream out;
  imstorm::write_history(out, recording);
  return out.str();
}

bool same(const imstorm::Names& a, const imstorm::Names& b) {
  return a.users == b.users && a.devices == b.devices && a.convs == b.convs &&
         a.processes == b.processes && a.bodies == b.bodies;
}

/// What is written may be longer than what was read: numbers get the form that imstorm prefers.
HistoryRead read_generously(const std::string& text) {
  std::istringstream in(text);
  return imstorm::read_history(in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const HistoryRead first = read(std::string(reinterpret_cast<const char*>(data), size));
  if (!first.problems.empty()) {
    for (const auto& problem : first.problems) {
      if (imstorm::told(problem, "f").empty()) std::abort();
    }
    return 0;
  }
  const std::string text = written(first.recording);
  const HistoryRead second = read_generously(text);
  if (!second.problems.empty()) std::abort();
  if (second.recording.events != first.recording.events) std::abort();
  if (!same(second.recording.names, first.recording.names)) std::abort();
  if (written(second.recording) != text) std::abort();
  return 0;
}
