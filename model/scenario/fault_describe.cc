#include <fmt/format.h>

#include <iterator>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/text.h"
#include "model/types/frame_kind.h"

namespace imstorm {
namespace {

class Describer {
 public:
  Describer(const Fault& fault, const ProcessTable& processes, const MessageNames& messages)
      : fault_(fault), processes_(processes), messages_(messages) {}

  std::string sentence() const {
    const Fault& f = fault_;
    switch (f.kind) {
      case FaultKind::Drop:
        return packet("drop");
      case FaultKind::Duplicate:
        return packet("duplicate");
      case FaultKind::Delay:
        return packet("delay");
      case FaultKind::Loss:
        return rate("loss");
      case FaultKind::Duplication:
        return rate("duplication");
      case FaultKind::Reordering:
        return rate("reordering");
      case FaultKind::Break:
        return fmt::format("break {} {}", path(), at());
      case FaultKind::HalfOpen:
        return fmt::format("half-open {} {}", path(), at());
      case FaultKind::Partition:
        return fmt::format("partition {} {} {} {}", side(f.from), f.both_ways ? "|" : "->",
                           side(f.to), span());
      case FaultKind::Crash:
        return fmt::format("crash {} {}, {}", side(f.from), at(), restart());
      case FaultKind::CrashAtSync:
        return crash_at_sync();
      case FaultKind::HostCrash:
        return fmt::format("crash {} {}, {}", host(), at(), restart());
      case FaultKind::Pause:
        return fmt::format("pause {} {}", side(f.from), span());
      case FaultKind::SlowDisk:
        return fmt::format("slow disk {} {} by {}", side(f.from), span(), to_text(f.amount));
      case FaultKind::ClockStep:
        return fmt::format("step clock {} {} by {}", side(f.from), at(), to_text(f.amount));
      case FaultKind::ClockDrift:
        return fmt::format("drift clock {} {} by {}ppm", side(f.from), span(), f.ppm);
      case FaultKind::Offline:
        return fmt::format("take {} offline {}", side(f.from), span());
      case FaultKind::Kill:
        return fmt::format("kill {} {}, {}", side(f.from), at(), restart());
      case FaultKind::Wipe:
      case FaultKind::WipeDisk:
        return wipe();
      case FaultKind::CommitFailsBefore:
        return fmt::format("fail commits of {} before", commits());
      case FaultKind::CommitFailsAfter:
        return fmt::format("fail commits of {} after", commits());
      case FaultKind::CommitCrawls:
        return fmt::format("crawl commits of {} by {}", commits(), to_text(f.amount));
      case FaultKind::CacheFlush:
        return fmt::format("flush cache of {} {}", side(f.from), at());
      case FaultKind::FailOver:
        return fmt::format("fail over {} {}{}", side(f.from), at(), behind());
      case FaultKind::LoseCache:
        return fmt::format("lose cache of {} {}, {}", side(f.from), at(), restart());
      case FaultKind::Reinstall:
        return fmt::format("reinstall {} {}, {}", side(f.from), at(), restart());
      case FaultKind::Join:
        return fmt::format("add {} {}", side(f.from), at());
      case FaultKind::Leave:
        return fmt::format("remove {} {}, gone after {}", side(f.from), at(), to_text(f.lasts));
      case FaultKind::Replace:
        return fmt::format("replace {} {}, gone after {}, back after {}", side(f.from), at(),
                           to_text(f.amount), to_text(f.lasts));
      case FaultKind::Resize:
        return fmt::format("resize {} to {} thread{} {}", side(f.from), f.nth,
                           f.nth == 1 ? "" : "s", at());
    }
    return "";
  }

 private:
  static std::string time(Instant at) { return to_text(Duration{at.ns}); }
  std::string at() const { return "at " + time(fault_.at); }
  std::string span() const {
    return fmt::format("from {} to {}", time(fault_.at), time(fault_.at + fault_.lasts));
  }
  std::string restart() const {
    std::string text = "restart after " + to_text(fault_.lasts);
    if (fault_.losing == Fault::kAllWrites) return text + ", losing all writes";
    if (fault_.losing == Fault::kByChance) return text;
    return text + fmt::format(", losing {} write{}", fault_.losing, fault_.losing == 1 ? "" : "s");
  }

  std::string crash_at_sync() const {
    return fmt::format("crash {} at its {} sync{}, {}", side(fault_.from), ordinal(fault_.nth),
                       fault_.at == Instant{} ? "" : " after " + time(fault_.at), restart());
  }

  std::string wipe() const {
    return fmt::format("wipe {} {}{}, {}", side(fault_.from), at(),
                       fault_.spares_majority ? " if the others suffice" : "", restart());
  }

  /// A replica of a store is as far behind as it is, and takes as long as an election.
  std::string behind() const {
    const bool store = !fault_.from.empty() &&
                       processes_.rows.at(fault_.from[0].index()).kind == ProcessKind::Store;
    if (store) return "";
    return fmt::format(", taking {}, {} behind", to_text(fault_.lasts), to_text(fault_.amount));
  }

  std::string side(const std::vector<ProcessId>& ids) const {
    if (ids.empty()) return "any";
    if (ids.size() > 1) {
      for (const char* all : {"gateway-*", "logic-*", "store-*", "ids-*"}) {
        if (processes_like(all, processes_) == ids) return all;
      }
    }
    std::string text;
    for (const ProcessId id : ids) {
      if (!text.empty()) text += ", ";
      text += processes_.rows.at(id.index()).name;
    }
    return text;
  }

  std::string path() const {
    return fmt::format("{} {} {}", side(fault_.from), fault_.both_ways ? "<->" : "->",
                       side(fault_.to));
  }

  std::string host() const {
    const std::string& name = processes_.hosts.at(fault_.host.index());
    return processes_.find(name) ? "host " + name : name;
  }

  std::string rate(const char* verb) const {
    const std::string by =
        fault_.kind == FaultKind::Reordering ? " by " + to_text(fault_.amount) : "";
    return fmt::format("{} {}{} on {} {}", verb, to_text(fault_.rate), by, path(), span());
  }

  std::string commits() const {
    return fmt::format("{} {} at {}", side(fault_.from), span(), to_text(fault_.rate));
  }

  std::string packet(const char* verb) const {
    const PacketMatch& match = fault_.packet;
    std::string text = verb;
    text += ' ';
    text += match.frame == PacketMatch::kAnyKind ? "any frame" : kFrameNames.at(match.frame);
    if (const BodyId body{match.body}) text += ' ' + messages_.name_of(body);
    constexpr std::string_view tries[] = {"every", "first", "second", "third"};
    text += ", ";
    text += match.nth < std::size(tries) ? std::string(tries[match.nth]) : ordinal(match.nth);
    text += " try";
    if (fault_.kind == FaultKind::Delay) text += ", by " + to_text(fault_.amount);
    const bool everywhere = fault_.from.empty() && fault_.to.empty() && fault_.both_ways;
    if (!everywhere) text += ", " + path();
    if (fault_.lasts != Duration{}) {
      text += ' ' + span();
    } else if (fault_.at != Instant{}) {
      text += " after " + time(fault_.at);
    }
    return text;
  }

  const Fault& fault_;
  const ProcessTable& processes_;
  const MessageNames& messages_;
};

}  // namespace

std::string describe(const Fault& fault, const ProcessTable& processes,
                     const MessageNames& messages) {
  return Describer(fault, processes, messages).sentence();
}

std::vector<ProcessId> processes_like(std::string_view pattern, const ProcessTable& processes) {
  std::vector<ProcessId> found;
  for (std::size_t i = 0; i < processes.rows.size(); ++i) {
    if (matches(pattern, processes.rows[i].name)) found.push_back(ProcessId{i});
  }
  return found;
}

}  // namespace imstorm
