#pragma once

#include <limits>
#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/signal_group.h"
#include "sim/core/dense.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// Within the promised bound a signal is shown by every device that it is for and that was
/// connected when it was given: of a group, the devices of those who are in it all the time.
/// Excused is what a fault touched from one bound before it was given to the end of its bound: its
/// sender, its receiver, or any server (the history does not say which ones a signal passes).
class SignalLatency final : public Law<SignalLatency> {
 public:
  std::string_view name() const override { return "signal-latency"; }
  std::string_view promise() const override {
    return "While no fault touches its path, a signal arrives within the promised time.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  LawTopic topic() const override { return LawTopic::Signals; }
  KindSet sees() const override;
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  static constexpr Instant kLongAgo{std::numeric_limits<std::int64_t>::min()};

  /// How a device or all servers together were touched by faults.
  struct Health {
    std::uint32_t down = 0;    // reasons why it is touched until something else is said
    Instant last = kLongAgo;   // when that ended
    Instant until = kLongAgo;  // the end of the longest span
    bool fine_since(Instant from) const { return down == 0 && last < from && until < from; }
  };
  struct Device {
    UserId user;
    Health health{1};  // down until it is connected
  };
  struct Server {
    bool crashed = false;
    bool disturbed = false;
  };
  struct Due {
    Witness given;
    FlatMap<DeviceId, bool> shown;  // by each device that it is for
  };

  void given(std::size_t position, const Event& event);
  void received(const Event& event);
  void installed(const Event& event);
  void left(ConvId conv, UserId user);
  void judge_due(std::size_t position, const Event& now);
  void judge(const Due& due, std::size_t position, const Event& now);
  void touch_device(const Event& event);
  void touch_server(const Event& event);
  void server(const Event& event, bool Server::*why, bool value);

  Duration bound_;
  DenseVector<UserId, std::vector<DeviceId>> devices_of_;
  DenseVector<ConvId, SignalGroup> groups_;
  DenseVector<DeviceId, Device> devices_;
  DenseVector<ProcessId, Server> servers_;
  Health all_servers_;
  Fifo<Due> due_;                    // by the time at which they are due
  std::uint64_t judged_ = 0;         // how many have left due_
  IdTable<std::uint64_t> place_of_;  // BodyId -> 1 + the how-manieth it was
  std::uint64_t exercised_ = 0;
  Breach breach_;
  DeviceId missed_;  // in the first breach: by which device
};

}  // namespace imstorm
