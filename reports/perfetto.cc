#include "reports/perfetto.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/history/json_text.h"

namespace imstorm {
namespace {

constexpr int kFaults = 1;      // pid of the lane of faults
constexpr int kFirstLane = 10;  // pid of the first lane

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// ns as us, to the ns.
std::string us(std::int64_t ns) {
  const bool negative = ns < 0;
  const std::uint64_t n =
      negative ? ~static_cast<std::uint64_t>(ns) + 1 : static_cast<std::uint64_t>(ns);
  return fmt::format("{}{}.{:03}", negative ? "-" : "", n / 1000, n % 1000);
}

/// Events, one a line.
class Events {
 public:
  void add(std::string_view event) {
    text_ += text_.empty() ? "" : ",\n";
    text_ += event;
  }
  void name_process(std::int64_t pid, std::string_view name) {
    add(fmt::format(R"({{"ph":"M","name":"process_name","pid":{},"args":{{"name":{}}}}})", pid,
                    quoted(name)));
    add(fmt::format(
        R"({{"ph":"M","name":"process_sort_index","pid":{0},"args":{{"sort_index":{0}}}}})", pid));
  }
  void name_thread(std::int64_t pid, std::int64_t tid, std::string_view name) {
    add(fmt::format(R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}}}})",
                    pid, tid, quoted(name)));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::int64_t pid_of(std::int64_t lane) { return kFirstLane + lane; }
std::int64_t tid_of(const Recording::Step& step) { return step.worker + 1; }

void add_step(Events& events, const Recording::Step& step) {
  const std::string name = step.what.empty() ? step.input : step.what;
  events.add(fmt::format(R"({{"ph":"X","name":{},"cat":{},"pid":{},"tid":{},"ts":{},"dur":1}})",
                         quoted(name), quoted(step.input), pid_of(step.lane), tid_of(step),
                         us(step.at)));
}

/// "thread 2"; what no thread served is on the lane itself.
void name_threads(Events& events, const Recording& recording, std::int64_t lane, std::int64_t pid) {
  std::set<std::int64_t> used;
  for (const Recording::Step& step : recording.steps) {
    if (step.lane == lane) used.insert(tid_of(step));
  }
  for (const std::int64_t tid : used) {
    const std::string& name = recording.lanes[static_cast<std::size_t>(lane)].name;
    events.name_thread(pid, tid, tid == 0 ? name : fmt::format("thread {}", tid));
  }
}

/// A flow from the step that sent it to the one that received it; a lost one is an instant.
void add_packet(Events& events, const Recording& recording, std::size_t index) {
  const Recording::Packet& packet = recording.packets[index];
  if (packet.sent < 0) return;
  const Recording::Step& from = recording.steps[static_cast<std::size_t>(packet.sent)];
  const std::string name = quoted(packet.title());
  if (packet.received < 0) {
    if (!packet.is_lost()) return;
    events.add(fmt::format(
        R"({{"ph":"i","s":"p","name":{},"cat":"lost","pid":{},"tid":0,"ts":{}}})",
        quoted(packet.title() + " " + packet.fate), pid_of(packet.to), us(packet.ended)));
    return;
  }
  const Recording::Step& to = recording.steps[static_cast<std::size_t>(packet.received)];
  events.add(
      fmt::format(R"({{"ph":"s","id":{},"name":{},"cat":"packet","pid":{},"tid":{},"ts":{}}})",
                  index, name, pid_of(from.lane), tid_of(from), us(from.at)));
  events.add(fmt::format(
      R"({{"ph":"f","bp":"e","id":{},"name":{},"cat":"packet","pid":{},"tid":{},"ts":{}}})", index,
      name, pid_of(to.lane), tid_of(to), us(to.at)));
}

}  // namespace

std::string perfetto_report(const Recording& recording) {
  Events events;
  events.name_process(kFaults, "faults");
  for (std::size_t i = 0; i < recording.bands.size(); ++i) {
    const Recording::Band& band = recording.bands[i];
    // Spans of one thread must nest, and faults need not: a thread for each.
    events.name_thread(kFaults, static_cast<std::int64_t>(i), band.kind);
    events.add(
        fmt::format(R"({{"ph":"X","name":{},"cat":"fault","pid":{},"tid":{},"ts":{},"dur":{}}})",
                    quoted(band.sentence), kFaults, i, us(band.from),
                    us(std::max<std::int64_t>(band.until - band.from, 1000))));
  }
  for (std::size_t i = 0; i < recording.lanes.size(); ++i) {
    const std::int64_t pid = pid_of(static_cast<std::int64_t>(i));
    events.name_process(pid, recording.lanes[i].name);
    name_threads(events, recording, static_cast<std::int64_t>(i), pid);
  }
  for (const Recording::Step& step : recording.steps) add_step(events, step);
  for (std::size_t i = 0; i < recording.packets.size(); ++i) add_packet(events, recording, i);
  return fmt::format("{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{}\n]}}\n", events.take());
}

}  // namespace imstorm
