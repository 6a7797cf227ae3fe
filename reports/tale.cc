#include "reports/tale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "reports/describe_event.h"

namespace imstorm {
namespace {

/// With more faults than these not each one need have a part in it.
constexpr std::size_t kFewFaults = 4;

constexpr std::uint32_t kNone = Trace::kNone;
constexpr int kLookBackMax = 4;  // causes, from a write that became durable to what asked for it
constexpr const char* kFault = "a fault";  // who acts when a fault does

/// What a frame is to people who do not know the protocol; {} stands for its message or positions.
std::string_view plain(FrameKind kind) {
  switch (kind) {
    case FrameKind::Send:
      return "the message {}";
    case FrameKind::SendAck:
      return "the answer that {} is sent";
    case FrameKind::SendNack:
      return "the refusal of {}";
    case FrameKind::Notify:
      return "the notice that there is something {}";
    case FrameKind::Pull:
      return "the question for what comes {}";
    case FrameKind::Data:
      return "the page with {}";
    case FrameKind::Ack:
      return "the receipt ({})";
    case FrameKind::Consume:
      return "the permit to consume {}";
    case FrameKind::ConsumeAck:
      return "the word that all is consumed {}";
    case FrameKind::Append:
      return "the order to store {}";
    case FrameKind::Appended:
      return "the store's answer about {}";
    case FrameKind::Read:
      return "the question to the store for what comes {}";
    case FrameKind::Page:
      return "the store's page with {}";
    default:
      return "a {}";
  }
}

class Teller {
 public:
  Teller(const Result::Law& law, const Trace& trace, const std::vector<Event>& history,
         const Names& names, const Background& background)
      : law_(law), trace_(trace), history_(history), names_(names), background_(background) {
    for (const Witness& witness : law.verdict.witnesses) {
      witnesses_.insert(witness.position);
      is_about(witness.event);
      const Seq seq = witness.event.seq;
      newest_ = std::max(newest_, seq);
      if (seq != Seq{}) oldest_ = oldest_ == Seq{} ? seq : std::min(oldest_, seq);
    }
    for (const std::size_t position : background.positions) is_about(history[position]);
    for (const Event& event : history) {
      if (event.kind != EventKind::Sent || !is_ours(event)) continue;
      begins_ = event.at;
      break;
    }
  }

  std::vector<Step> tell() {
    if (law_.ancestry.steps.empty()) return {};
    events();
    for (const std::uint32_t step : law_.ancestry.steps) {
      again(step);
      late(step);
    }
    for (const std::uint32_t packet : law_.ancestry.packets) loss(trace_.packets[packet]);
    faults();
    std::stable_sort(told_.begin(), told_.end(), [](const Step& a, const Step& b) {
      return std::pair(a.at_ns, a.step) < std::pair(b.at_ns, b.step);
    });
    shorten();
    return std::move(told_);
  }

 private:
  const std::string& lane(std::uint32_t index) const { return trace_.lanes[index].name; }

  void add(std::uint32_t step, Instant at, std::string actor, std::string text) {
    Step line;
    line.position = Step::kNoPosition;
    line.at_ns = at.ns;
    line.actor = std::move(actor);
    line.text = std::move(text);
    line.step = step;
    told_.push_back(std::move(line));
  }

  /// Bookkeeping that explains nothing by itself, unless it is what the law is about.
  static bool is_plain(EventKind kind) {
    return kind == EventKind::Cursor || kind == EventKind::Refreshed || kind == EventKind::Joined ||
           kind == EventKind::Installed || kind == EventKind::Probed || kind == EventKind::Voided;
  }

  void is_about(const Event& event) {
    if (event.body) bodies_.insert(event.body);
    if (event.cmid.n != 0) cmids_.insert(event.cmid);
  }

  /// Of one of the witnesses' messages.
  bool is_ours(const Event& event) const {
    return bodies_.count(event.body) != 0 || cmids_.count(event.cmid) != 0;
  }

  /// What happened to other messages at the same step explains nothing, nor who connected before.
  bool belongs(const Event& event) const {
    if (is_plain(event.kind)) return false;
    const bool of_a_message = event.body || event.cmid.n != 0;
    if (of_a_message) return is_ours(event);
    return event.at >= begins_ || event.kind == EventKind::Crashed;
  }

  void events() {
    const std::set<std::uint32_t> ours(law_.ancestry.steps.begin(), law_.ancestry.steps.end());
    for (std::size_t i = 0; i < history_.size() && i < trace_.seen_at.size(); ++i) {
      const bool witness = witnesses_.count(i) != 0;
      const std::uint32_t step = trace_.seen_at[i];
      const bool told = witness || is_background(i);
      if (!told && (ours.count(step) == 0 || !belongs(history_[i]))) continue;
      add(step, history_[i].at, actor_of(history_[i], names_),
          describe(history_[i], names_) + stands_there(i) + evicts(i) + for_whom(i));
      told_.back().position = i;
      told_.back().witness = witness;
    }
  }

  /// Of a message that is accepted: whose place it takes.
  std::string stands_there(std::size_t position) const {
    const Event& event = history_[position];
    if (event.kind != EventKind::Accepted) return "";
    for (std::size_t i = 0; i < position; ++i) {
      const Event& other = history_[i];
      const bool accepted = other.kind == EventKind::Accepted && other.cmid != event.cmid;
      const bool there = other.conv == event.conv && other.lineage == event.lineage;
      if (accepted && there && other.seq == event.seq) {
        return fmt::format(", where {} is already", names_.of(other.body));
      }
    }
    return "";
  }

  /// Of a message that is accepted: which one its store has no more room for.
  std::string evicts(std::size_t position) const {
    const auto found = background_.evicted.find(position);
    if (found == background_.evicted.end()) return "";
    const Event& gone = history_[found->second];
    return fmt::format(", whose cache has no more room for {} (seq {})", names_.of(gone.body),
                       gone.seq.value);
  }

  /// Where a position was declared void: which process did that, and which one wrote there.
  std::string for_whom(std::size_t position) const {
    const auto voids = [&](std::size_t i) { return history_[i].kind == EventKind::Voided; };
    const std::vector<std::size_t>& all = background_.positions;
    if (!voids(position) && history_[position].kind != EventKind::Accepted) return "";
    if (std::none_of(all.begin(), all.end(), voids)) return "";
    std::uint32_t step = trace_.seen_at[position];
    for (int back = 0; back < kLookBackMax && step != kNone; ++back) {
      const std::uint32_t packet = trace_.steps[step].packet;
      const std::uint32_t from = packet == kNone ? kNone : trace_.packets[packet].from;
      if (from != kNone && trace_.lanes[from].role == Trace::Role::Logic) {
        return fmt::format(", as {} asks", lane(from));
      }
      step = trace_.steps[step].cause;
    }
    return "";
  }

  bool is_background(std::size_t position) const {
    const std::vector<std::size_t>& all = background_.positions;
    return std::binary_search(all.begin(), all.end(), position);
  }

  std::string named(const Trace::Packet& packet) const {
    const std::string_view about =
        packet.body ? names_.of(packet.body) : std::string_view(packet.detail);
    std::string text(plain(packet.kind));
    const std::size_t gap = text.find("{}");
    const bool unknown = text == "a {}" || about.empty();
    const std::string_view name = name_of(packet.kind);
    text.replace(gap, 2, unknown ? name : about);
    const bool vowel = unknown && name.find_first_of("AEIOU") == 0;
    if (vowel && text.starts_with("a ")) text.insert(1, "n");
    return text;
  }

  /// It asks for, or brings, only what lies behind the messages of the witnesses, or tells only of
  /// what lies before them.
  bool is_beyond(const Trace::Packet& packet) const {
    constexpr std::string_view kAfter = "after seq ", kUpTo = "up to seq ";
    if (packet.body || newest_ == Seq{}) return false;
    const auto number_behind = [&](std::string_view words) {
      const std::size_t at = packet.detail.find(words);
      if (at == std::string::npos) return std::uint64_t{0};
      return std::uint64_t{std::strtoull(packet.detail.c_str() + at + words.size(), nullptr, 10)};
    };
    const std::uint64_t told = packet.kind == FrameKind::Notify ? number_behind(kUpTo) : 0;
    return number_behind(kAfter) >= newest_.value || (told != 0 && told < oldest_.value);
  }

  bool has_few_faults() const { return law_.ancestry.bands.size() <= kFewFaults; }

  /// With its fault, unless these are few.
  bool leaves_out(const Trace::Packet& packet) {
    if (!is_beyond(packet)) return false;
    if (!has_few_faults()) explained_.insert(packet.fault);
    return true;
  }

  /// Somebody says something again: a message without an answer, or whatever a timer is for.
  void again(std::uint32_t index) {
    const Trace::Step& step = trace_.steps[index];
    const bool timer = step.input == Trace::Input::Timer;
    for (const Trace::Packet& packet : trace_.packets) {
      if (packet.sent != index || packet.copy || is_beyond(packet)) continue;
      const std::string& who = lane(step.lane);
      if (packet.kind == FrameKind::Send && !packet.detail.empty()) {
        if (bodies_.count(packet.body) == 0) continue;
        const bool device = trace_.lanes[step.lane].role == Trace::Role::Device;
        if (!device) continue;  // it only passes it on
        add(index, step.at, who,
            fmt::format("{} has no answer and sends {} again ({})", who, names_.of(packet.body),
                        packet.detail));
      } else if (timer) {
        add(index, step.at, who,
            fmt::format("{}'s timer fires: {} goes to {}", who, named(packet), lane(packet.to)));
        return;
      }
    }
  }

  /// What the network did to a packet that arrived.
  void late(std::uint32_t index) {
    const Trace::Step& step = trace_.steps[index];
    if (step.packet == kNone) return;
    const Trace::Packet& packet = trace_.packets[step.packet];
    if (leaves_out(packet)) return;
    if (packet.copy) {
      add(index, step.at, lane(packet.to),
          fmt::format("{} arrives at {} a second time", named(packet), lane(packet.to)));
    } else if (packet.late) {
      add(index, step.at, lane(packet.to),
          fmt::format("{} reaches {} late{}", named(packet), lane(packet.to),
                      reason(packet.fault)));
    }
    if (packet.fault != kNone) explained_.insert(packet.fault);
  }

  std::string reason(std::uint32_t fault) const {
    return fault < trace_.bands.size() ? ": " + trace_.bands[fault].sentence : "";
  }

  void loss(const Trace::Packet& packet) {
    if (leaves_out(packet)) return;
    std::string why = reason(packet.fault);
    if (packet.by != kNone) {
      const Trace::Step& by = trace_.steps[packet.by];
      const bool crash = by.input == Trace::Input::Crash;
      if (crash) why = fmt::format(": {} crashed", lane(by.lane));
      if (!crash && why.empty()) why = ": the connection had ended";
    }
    if (packet.fate == Trace::Fate::Dropped) why = ": the queue was full";
    add(packet.sent, packet.ended, lane(packet.from),
        fmt::format("{} from {} to {} is lost{}", named(packet), lane(packet.from), lane(packet.to),
                    why));
    if (packet.fault != kNone) explained_.insert(packet.fault);
  }

  /// Those of the ancestry; where few changed anything, all of these that began before the end:
  /// what was never sent leaves no trace, but somebody kept it from being sent.
  std::vector<std::uint32_t> bands() const {
    std::vector<std::uint32_t> few;
    std::int64_t end = 0;
    for (const Step& line : told_) end = std::max(end, line.at_ns);
    for (std::uint32_t band = 0; band < trace_.bands.size(); ++band) {
      if (trace_.bands[band].effective && trace_.bands[band].from.ns <= end) few.push_back(band);
    }
    return few.size() <= kFewFaults ? few : law_.ancestry.bands;
  }

  /// Those that no line speaks of yet: a pause, a partition, a slow disk.
  void faults() {
    for (const std::uint32_t index : law_.ancestry.steps) {
      const Trace::Step& step = trace_.steps[index];
      if (step.input == Trace::Input::Crash) explained_.insert(step.fault);
    }
    for (const std::uint32_t band : bands()) {
      if (explained_.count(band) != 0) continue;
      const auto& [from, until] = std::pair(trace_.bands[band].from, trace_.bands[band].until);
      const bool in_force = !has_few_faults() && until > begins_;
      add(struck_by(band), in_force ? std::max(from, begins_) : from, kFault,
          "a fault: " + trace_.bands[band].sentence);
    }
  }

  /// The first step that the fault made happen, as far as it is told when the fault is.
  std::uint32_t struck_by(std::uint32_t band) const {
    for (std::uint32_t i = 0; i < trace_.steps.size(); ++i) {
      const bool at_once = trace_.steps[i].at == trace_.bands[band].from;
      if (at_once && trace_.steps[i].fault == band) return i;
    }
    return kNone;
  }

  /// Timers first, then the earliest.
  void shorten() {
    const auto spare = [&](const Step& line) {
      return line.position == Step::kNoPosition && line.step != kNone &&
             trace_.steps[line.step].input == Trace::Input::Timer;
    };
    for (std::size_t i = 0; i < told_.size() && told_.size() > kTaleMax;) {
      if (spare(told_[i])) {
        told_.erase(told_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    for (std::size_t i = 0; i < told_.size() && told_.size() > kTaleMax;) {
      if (told_[i].witness || told_[i].actor == kFault) {
        ++i;
      } else {
        told_.erase(told_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }

  const Result::Law& law_;
  const Trace& trace_;
  const std::vector<Event>& history_;
  const Names& names_;
  const Background& background_;
  std::set<std::size_t> witnesses_;
  std::set<BodyId> bodies_;            // of the witnesses
  std::set<Cmid> cmids_;               // likewise
  Instant begins_;                     // when the first of their messages was sent
  std::set<std::uint32_t> explained_;  // bands
  Seq oldest_, newest_;                // of the witnesses; 0: none has a position
  std::vector<Step> told_;
};

}  // namespace

std::vector<Step> tale_of(const Result::Law& law, const Trace& trace,
                          const std::vector<Event>& history, const Names& names,
                          const Background& background) {
  return Teller(law, trace, history, names, background).tell();
}

}  // namespace imstorm
