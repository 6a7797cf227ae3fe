#include "reports/json_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include "model/history/json_text.h"
#include "reports/story.h"

namespace imstorm {
namespace {

constexpr std::string_view kRoles[] = {"device", "gateway", "logic", "store", "id-service"};
constexpr std::string_view kInputs[] = {"start", "write", "receive", "timer",   "durable",
                                        "up",    "down",  "crash",   "restart", "fault"};
constexpr std::string_view kFates[] = {"delivered", "lost", "unheard", "dropped", "on-the-way"};

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// A JSON object, key by key.
class Object {
 public:
  void put(std::string_view key, std::string_view json) {
    text_ += fmt::format("{}\"{}\": {}", text_.empty() ? "" : ",\n      ", key, json);
  }
  std::string take() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

template <class Rows, class Value>
std::string column(const Rows& rows, const Value& value) {
  std::string out = "[";
  for (const auto& row : rows) {
    if (out.size() > 1) out += ',';
    fmt::format_to(std::back_inserter(out), "{}", value(row));
  }
  return out + "]";
}

template <class Names>
std::string words(const Names& names) {
  return column(names, [](std::string_view name) { return quoted(name); });
}

/// Texts by number, each once.
class Strings {
 public:
  std::int64_t number(const std::string& text) {
    if (text.empty()) return -1;
    const auto [found, fresh] = numbers_.emplace(text, static_cast<std::int64_t>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return found->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::int64_t> numbers_;
  std::vector<std::string> texts_;
};

/// Three quarters of the window before the first violation: causes say more than consequences.
std::pair<std::ptrdiff_t, std::ptrdiff_t> window_around(const Result& r, std::size_t size) {
  std::size_t at = r.trace.steps.size();
  for (const Result::Law& law : r.laws) {
    if (!law.ancestry.steps.empty()) at = std::min<std::size_t>(at, law.ancestry.steps.back());
  }
  const std::size_t before = size / 4 * 3;
  std::size_t first = at > before ? at - before : 0;
  first = std::min(first, r.trace.steps.size() - size);
  return {static_cast<std::ptrdiff_t>(first), static_cast<std::ptrdiff_t>(first + size)};
}

/// For each step of the run: is it in the file?
using Kept = std::vector<bool>;

Kept kept_of(const Result& r, std::size_t steps_max) {
  const std::size_t all = r.trace.steps.size();
  if (r.full_trace || all <= steps_max) return Kept(all, true);
  Kept kept(all, false);
  const auto [first, last] = window_around(r, steps_max);
  std::fill(kept.begin() + first, kept.begin() + last, true);
  for (const Result::Law& law : r.laws) {
    for (const std::uint32_t step : law.ancestry.steps) kept[step] = true;
  }
  return kept;
}

/// The same steps; where ours are kept to the last one, also those of a twin that goes on for
/// longer.
Kept kept_of_twin(const Result& r, std::size_t steps_max) {
  Kept kept = kept_of(r, steps_max);
  auto room = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), true));
  if (r.full_trace) room = r.twin->trace.steps.size();
  room = std::max(room, steps_max);
  kept.resize(r.twin->trace.steps.size(), !kept.empty() && kept.back());
  for (auto&& keep : kept) {
    keep = keep && room > 0;
    if (keep) --room;
  }
  return kept;
}

/// What of a trace is written, with the numbers that it gets there.
class Window {
 public:
  Window(const Trace& trace, const Kept& kept) : trace_(trace) {
    new_step_.assign(kept.size(), -1);
    for (std::uint32_t i = 0; i < kept.size(); ++i) {
      if (!kept[i]) continue;
      new_step_[i] = static_cast<std::int64_t>(steps.size());
      steps.push_back(i);
    }
    new_packet_.assign(trace_.packets.size(), -1);
    for (std::uint32_t i = 0; i < trace_.packets.size(); ++i) {
      const Trace::Packet& packet = trace_.packets[i];
      if (step(packet.sent) < 0 && step(packet.received) < 0) continue;
      new_packet_[i] = static_cast<std::int64_t>(packets.size());
      packets.push_back(i);
    }
  }

  std::int64_t step(std::uint32_t old) const {
    return old < new_step_.size() ? new_step_[old] : -1;
  }
  std::int64_t packet(std::uint32_t old) const {
    return old < new_packet_.size() ? new_packet_[old] : -1;
  }
  std::uint64_t left_out() const { return trace_.left_out + trace_.steps.size() - steps.size(); }

  std::vector<std::uint32_t> steps, packets;  // old numbers

 private:
  const Trace& trace_;
  std::vector<std::int64_t> new_step_, new_packet_;
};

std::int64_t or_none(std::uint32_t index) {
  return index == Trace::kNone ? -1 : std::int64_t{index};
}

std::string lanes_json(const Result& r) {
  return column(r.trace.lanes, [&](const Trace::Lane& lane) {
    return fmt::format(
        "{{\"name\": {}, \"role\": \"{}\", \"user\": {}, \"workers\": {}, \"skew\": {}}}",
        quoted(lane.name), kRoles[static_cast<std::size_t>(lane.role)],
        lane.user ? quoted(r.names.of(lane.user)) : "null", lane.workers, lane.skew.ns);
  });
}

std::string steps_json(const Trace& trace, const Window& window, Strings& strings) {
  using Step = Trace::Step;
  const auto of = [&](const auto& value) {
    return column(window.steps, [&](std::uint32_t i) { return value(trace.steps[i]); });
  };
  Object steps;
  steps.put("at", of([](const Step& s) { return s.at.ns; }));
  steps.put("lane", of([](const Step& s) { return s.lane; }));
  steps.put("worker",
            of([](const Step& s) { return s.worker == Trace::kNoWorker ? -1 : int{s.worker}; }));
  steps.put("input", of([](const Step& s) { return static_cast<int>(s.input); }));
  steps.put("cause", of([&](const Step& s) { return window.step(s.cause); }));
  steps.put("packet", of([&](const Step& s) { return window.packet(s.packet); }));
  steps.put("fault", of([](const Step& s) { return or_none(s.fault); }));
  steps.put("what", of([&](const Step& s) { return strings.number(s.what); }));
  return steps.take();
}

std::string packets_json(const Result& r, const Window& window, Strings& strings) {
  using Packet = Trace::Packet;
  const auto of = [&](const auto& value) {
    return column(window.packets, [&](std::uint32_t i) { return value(r.trace.packets[i]); });
  };
  const auto body = [&](const Packet& p) {
    return p.body ? strings.number(std::string(r.names.of(p.body))) : -1;
  };
  const auto conv = [&](const Packet& p) {
    return p.conv ? strings.number(std::string(r.names.of(p.conv))) : -1;
  };
  Object packets;
  packets.put("frame", of([](const Packet& p) { return static_cast<int>(p.kind); }));
  packets.put("conv", of(conv));
  packets.put("body", of(body));
  packets.put("detail", of([&](const Packet& p) { return strings.number(p.detail); }));
  packets.put("from", of([](const Packet& p) { return p.from; }));
  packets.put("to", of([](const Packet& p) { return p.to; }));
  packets.put("socket", of([](const Packet& p) { return p.socket; }));
  packets.put("bytes", of([](const Packet& p) { return p.bytes; }));
  packets.put("left", of([](const Packet& p) { return p.left.ns; }));
  packets.put("ended", of([](const Packet& p) { return p.ended.ns; }));
  packets.put("sent", of([&](const Packet& p) { return window.step(p.sent); }));
  packets.put("received", of([&](const Packet& p) { return window.step(p.received); }));
  packets.put("fate", of([](const Packet& p) { return static_cast<int>(p.fate); }));
  packets.put("copy", of([](const Packet& p) { return p.copy ? 1 : 0; }));
  packets.put("late", of([](const Packet& p) { return p.late ? 1 : 0; }));
  packets.put("fault", of([](const Packet& p) { return or_none(p.fault); }));
  packets.put("by", of([&](const Packet& p) { return window.step(p.by); }));
  return packets.take();
}

std::string bands_json(const Trace& trace) {
  return column(trace.bands, [](const Trace::Band& band) {
    return fmt::format(
        "{{\"kind\": {}, \"sentence\": {}, \"from\": {}, \"until\": {}, \"effective\": {}, "
        "\"lanes\": {}}}",
        quoted(band.kind), quoted(band.sentence), band.from.ns, band.until.ns, band.effective,
        column(band.lanes, [](std::uint32_t lane) { return lane; }));
  });
}

std::string numbers(const std::vector<std::int64_t>& list) {
  return column(list, [](std::int64_t n) { return n; });
}

std::string violation_json(const Result::Law& law, const Result& r, const Window& window) {
  std::vector<std::int64_t> witnesses, lineage, lost;
  for (const Witness& witness : law.verdict.witnesses) {
    if (witness.position >= r.trace.seen_at.size()) continue;
    const std::int64_t step = window.step(r.trace.seen_at[witness.position]);
    if (step >= 0) witnesses.push_back(step);
  }
  for (const std::uint32_t step : law.ancestry.steps) lineage.push_back(window.step(step));
  for (const std::uint32_t packet : law.ancestry.packets) {
    if (window.packet(packet) >= 0) lost.push_back(window.packet(packet));
  }
  return fmt::format(
      "{{\"law\": {}, \"because\": {}, \"expected\": {}, \"step\": {}, \"witnesses\": {}, "
      "\"lineage\": {}, \"lost\": {}, \"faults\": {}}}",
      quoted(law.name), quoted(law.verdict.because), law.as_expected,
      witnesses.empty() ? -1 : witnesses.back(), numbers(witnesses), numbers(lineage),
      numbers(lost), column(law.ancestry.bands, [](std::uint32_t band) { return band; }));
}

std::string violations_json(const Result& r, const Window& window) {
  std::vector<const Result::Law*> broken;
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome == Outcome::Broken) broken.push_back(&law);
  }
  return column(broken, [&](const Result::Law* law) { return violation_json(*law, r, window); });
}

std::string story_json(const Result& r, const Window& window) {
  for (const Result::Law& law : r.laws) {
    if (law.verdict.outcome != Outcome::Broken) continue;
    std::size_t n = 0;
    return column(story_of(law, r), [&](const Step& step) {
      return fmt::format(
          "{{\"n\": {}, \"step\": {}, \"at\": {}, \"actor\": {}, \"text\": {}, \"witness\": {}}}",
          ++n, window.step(step.step), step.at_ns, quoted(step.actor), quoted(step.text),
          step.witness);
    });
  }
  return "[]";
}

/// The numbers in the run of the steps that are here: stretches of [the first one, how many].
std::string kept_json(const Window& window) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stretches;
  for (const std::uint32_t step : window.steps) {
    if (stretches.empty() || stretches.back().first + stretches.back().second != step) {
      stretches.emplace_back(step, 0);
    }
    ++stretches.back().second;
  }
  return column(stretches,
                [](const auto& one) { return fmt::format("[{},{}]", one.first, one.second); });
}

std::string text_of(const Result& r, const Window& window) {
  Strings strings;
  const std::string steps = steps_json(r.trace, window, strings);
  const std::string packets = packets_json(r, window, strings);
  Object trace;
  trace.put("roles", words(kRoles));
  trace.put("inputs", words(kInputs));
  trace.put("fates", words(kFates));
  trace.put("frames", words(kFrameNames));
  trace.put("lanes", lanes_json(r));
  trace.put("bands", bands_json(r.trace));
  trace.put("violations", violations_json(r, window));
  trace.put("story", story_json(r, window));
  trace.put("left_out", fmt::format("{}", window.left_out()));
  trace.put("kept", kept_json(window));
  trace.put("strings", words(strings.texts()));
  trace.put("steps", steps);
  trace.put("packets", packets);
  return trace.take();
}

}  // namespace

std::string trace_json(const Result& r, std::size_t steps_max) {
  return text_of(r, Window(r.trace, kept_of(r, steps_max)));
}

std::string twin_trace_json(const Result& r, std::size_t steps_max) {
  Result other;
  other.names = r.names;
  other.trace = r.twin->trace;
  return text_of(other, Window(other.trace, kept_of_twin(r, steps_max)));
}

std::size_t parting_in_file(const Result& r, std::size_t steps_max) {
  const Kept kept = kept_of(r, steps_max);
  const auto parting =
      static_cast<std::ptrdiff_t>(std::min<std::size_t>(r.twin->parts_at, kept.size()));
  return static_cast<std::size_t>(std::count(kept.begin(), kept.begin() + parting, true));
}

}  // namespace imstorm
