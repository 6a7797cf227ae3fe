#include "model/history/ancestry.h"

#include <algorithm>
#include <set>

namespace imstorm {
namespace {

constexpr std::uint32_t kNone = Trace::kNone;
/// From a lost packet so many causes back a step of the ancestry is looked for.
constexpr int kLookBackMax = 24;

class Search {
 public:
  Search(const Trace& trace, const std::vector<Event>& history,
         const std::vector<std::size_t>& positions)
      : trace_(trace) {
    for (const std::size_t position : positions) {
      if (position >= history.size() || position >= trace.seen_at.size()) continue;
      const Event& event = history[position];
      if (event.body) bodies_.insert(event.body);
      if (event.cmid.n != 0) messages_.insert(event.cmid);
      if (event.conv) convs_.insert(event.conv);
      const std::uint32_t step = trace.seen_at[position];
      if (step == kNone) continue;
      add(step);
      lanes_.insert(trace.steps[step].lane);
    }
    for (std::size_t i = 0; i < history.size() && i < trace.seen_at.size(); ++i) {
      const Event& event = history[i];
      const bool ours = event.body ? bodies_.count(event.body) != 0
                                   : event.cmid.n != 0 && messages_.count(event.cmid) != 0;
      if (ours && trace.seen_at[i] != kNone) about_us_.insert(trace.seen_at[i]);
    }
    last_ = steps_.empty() ? Instant{} : trace.steps[*steps_.rbegin()].at;
    find_lives(history);
    // A law of the end has no event of the loss itself: all that came later may belong to it.
    const bool in_the_end = std::any_of(positions.begin(), positions.end(), [&](std::size_t p) {
      return p < history.size() && history[p].kind == EventKind::Acked;
    });
    if (in_the_end && !trace.steps.empty()) last_ = trace.steps.back().at;
  }

  Ancestry find() {
    walk();
    find_losses();
    walk();
    return told();
  }

 private:
  /// Our messages were sent, accepted and answered: that belongs to how it came about.
  void find_lives(const std::vector<Event>& history) {
    for (std::size_t i = 0; i < history.size() && i < trace_.seen_at.size(); ++i) {
      const std::uint32_t step = trace_.seen_at[i];
      if (step == kNone || about_us_.count(step) == 0 || history[i].at > last_) continue;
      const EventKind kind = history[i].kind;
      if (kind == EventKind::Sent || kind == EventKind::Accepted || kind == EventKind::Acked) {
        add(step);
      }
    }
  }

  void add(std::uint32_t step) {
    if (steps_.insert(step).second) open_.insert(step);
  }

  /// Latest first, so that what the limit leaves out is the earliest.
  void walk() {
    while (!open_.empty() && steps_.size() < kAncestryMax) {
      const std::uint32_t index = *open_.rbegin();
      open_.erase(index);
      const std::uint32_t cause = cause_of(trace_.steps[index]);
      if (cause == kNone) continue;
      if (trace_.steps[index].input == Trace::Input::Timer && !is_about_us(cause)) {
        steps_.insert(cause);
      } else {
        add(cause);
      }
    }
    open_.clear();
  }

  /// Of the writes that became durable together, the one of our message.
  std::uint32_t cause_of(const Trace::Step& step) const {
    if (step.input == Trace::Input::Crash) return kNone;
    if (step.cause == kNone || is_about_us(step.cause)) return step.cause;
    for (const std::uint32_t other : step.also) {
      if (is_about_us(other)) return other;
    }
    return step.cause;
  }

  bool is_about_us(std::uint32_t step) const {
    const Trace::Step& at = trace_.steps[step];
    if (at.input == Trace::Input::Write || about_us_.count(step) != 0) return true;
    return at.packet != kNone && bodies_.count(trace_.packets[at.packet].body) != 0;
  }

  bool comes_from_us(std::uint32_t step) const {
    for (int i = 0; i < kLookBackMax && step != kNone; ++i) {
      if (steps_.count(step) != 0) return true;
      step = trace_.steps[step].cause;
    }
    return false;
  }

  bool belongs(const Trace::Packet& packet) const {
    if (packet.left > last_) return false;
    if (packet.body) return bodies_.count(packet.body) != 0 && comes_from_us(packet.sent);
    const bool our_lane = lanes_.count(packet.from) != 0 || lanes_.count(packet.to) != 0;
    return convs_.count(packet.conv) != 0 && (our_lane || comes_from_us(packet.sent));
  }

  void find_losses() {
    for (std::size_t i = trace_.packets.size(); i-- > 0 && packets_.size() < kLossesMax;) {
      const Trace::Packet& packet = trace_.packets[i];
      const bool gone = packet.fate != Trace::Fate::Delivered &&
                        packet.fate != Trace::Fate::OnTheWay && !packet.copy;
      if (!gone || packet.sent == kNone || !belongs(packet)) continue;
      packets_.insert(static_cast<std::uint32_t>(i));
      add(packet.sent);
      if (packet.by != kNone) steps_.insert(packet.by);
    }
  }

  Ancestry told() const {
    std::set<std::uint32_t> bands;
    const auto note = [&](std::uint32_t band) {
      if (band < trace_.bands.size()) bands.insert(band);
    };
    for (const std::uint32_t step : steps_) {
      note(trace_.steps[step].fault);
      const std::uint32_t packet = trace_.steps[step].packet;
      if (packet != kNone) note(trace_.packets[packet].fault);
    }
    for (const std::uint32_t packet : packets_) note(trace_.packets[packet].fault);
    return {{steps_.begin(), steps_.end()},
            {packets_.begin(), packets_.end()},
            {bands.begin(), bands.end()}};
  }

  const Trace& trace_;
  std::set<BodyId> bodies_;           // the messages of the events
  std::set<Cmid> messages_;           // likewise
  std::set<std::uint32_t> about_us_;  // steps at which something was seen of those
  std::set<ConvId> convs_;
  std::set<std::uint32_t> lanes_;
  Instant last_;
  std::set<std::uint32_t> steps_;
  std::set<std::uint32_t> open_;  // of steps_: causes not yet looked up
  std::set<std::uint32_t> packets_;
};

}  // namespace

Ancestry ancestry_of(const Trace& trace, const std::vector<Event>& history,
                     const std::vector<std::size_t>& positions) {
  return Search(trace, history, positions).find();
}

}  // namespace imstorm
