#include "model/invariants/consequences.h"

#include <algorithm>

namespace imstorm {
namespace {

struct Leads {
  std::string_view from;
  std::string_view to;
};

constexpr Leads kLeads[] = {
    // What gets a lower number late lies behind what was passed, and lists are in order of numbers.
    {"seq-monotonic", "seq-gap"},
    {"seq-monotonic", "sender-fifo"},
    {"seq-monotonic", "group-order"},
    {"seq-monotonic", "causal-order"},
    {"seq-monotonic", "no-loss"},
    // Who may see what is said in numbers: what comes late lies among what others may see.
    {"seq-monotonic", "no-phantom"},
    // A number that two messages have is one place in a list, and one id where ids are made of it.
    {"seq-monotonic", "exactly-once"},
    {"seq-monotonic", "msgid-unique"},
    {"seq-gap", "cursor-sound"},
    {"seq-gap", "no-loss"},
    // An id that two messages have tells them apart no more.
    {"msgid-unique", "exactly-once"},
    {"msgid-unique", "no-loss"},
    // What lies below a cursor is never asked for; if it comes, it comes late.
    {"cursor-sound", "no-loss"},
    {"cursor-sound", "sender-fifo"},
    {"cursor-sound", "group-order"},
    {"cursor-sound", "causal-order"},
    // What a crash can undo is lost sooner or later, and what is lost was not safe.
    {"ack-safety", "no-loss"},
    {"no-loss", "ack-safety"},
    // Nobody ever gets it, its sender neither; lists lack it; it is never permitted or trimmed.
    {"no-loss", "no-silent-drop"},
    {"no-loss", "read-your-writes"},
    {"no-loss", "converge"},
    {"no-loss", "quiescence"},
    // Lists have too much, or are in another order.
    {"exactly-once", "converge"},
    {"no-phantom", "converge"},
    {"sender-fifo", "converge"},
    {"group-order", "converge"},
    {"causal-order", "converge"},
    // What comes late to one member comes after what the others have seen before it.
    {"signal-fifo", "signal-group-order"},
};

}  // namespace

std::vector<Consequence> consequences(const std::vector<std::string>& laws) {
  std::vector<std::string> reached = laws;
  std::vector<Consequence> all;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const Leads& leads : kLeads) {
      if (leads.from != reached[i]) continue;
      if (std::find(reached.begin(), reached.end(), leads.to) != reached.end()) continue;
      all.push_back({std::string(leads.to), reached[i]});
      reached.emplace_back(leads.to);
    }
  }
  return all;
}

}  // namespace imstorm
