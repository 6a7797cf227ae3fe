#include "sim/net/weather.h"

#include <algorithm>

namespace imstorm {
namespace {

bool in(const std::vector<ProcessId>& side, ProcessId process) {
  return side.empty() || std::find(side.begin(), side.end(), process) != side.end();
}

}  // namespace

void Weather::end(std::uint32_t fault) {
  std::erase_if(active_, [fault](const Entry& entry) { return entry.fault == fault; });
}

bool Weather::covers(const Fault& fault, ProcessId from, ProcessId to) {
  if (in(fault.from, from) && in(fault.to, to)) return true;
  return fault.both_ways && in(fault.from, to) && in(fault.to, from);
}

}  // namespace imstorm
