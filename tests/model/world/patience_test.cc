#include "model/world/patience.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

TEST(Patience, HoldsTwoPeriodsOfTheSlowestTimer) {
  const std::vector<std::function<void(ProtocolOptions&, Duration)>> timers = {
      [](auto& p, Duration d) { p.session.sync = d; },
      [](auto& p, Duration d) { p.session.connect_timeout = d; },
      [](auto& p, Duration d) { p.session.connect_max = d; },
      [](auto& p, Duration d) { p.session.reconnect_first = d; },
      [](auto& p, Duration d) { p.session.reconnect_max = d; },
      [](auto& p, Duration d) { p.session.heartbeat = d; },
      [](auto& p, Duration d) { p.outbox.retry_first = d; },
      [](auto& p, Duration d) { p.outbox.retry_max = d; },
      [](auto& p, Duration d) { p.pull.retry_first = d; },
      [](auto& p, Duration d) { p.notify.retry_max = d; },
      [](auto& p, Duration d) { p.consume.retry_first = d; },
      [](auto& p, Duration d) { p.group.retry_max = d; },
      [](auto& p, Duration d) { p.ack.delay = d; },
      [](auto& p, Duration d) { p.ack.report_every = d; },
      [](auto& p, Duration d) { p.seq.hole_after = d; },
      [](auto& p, Duration d) { p.seq.lease = d; },
      [](auto& p, Duration d) { p.seq.section_lease = d; },
      [](auto& p, Duration d) { p.store.election = d; },
      [](auto& p, Duration d) { p.store.flush_every = d; },
  };
  const Scenario sound = small_world();
  EXPECT_LT(patience_of(sound), minutes(6));
  for (std::size_t i = 0; i < timers.size(); ++i) {
    Scenario slow = sound;
    timers[i](slow.protocol, minutes(10));
    EXPECT_GE(patience_of(slow), minutes(20)) << "timer " << i;
  }
}

TEST(Patience, HoldsTheWaysThereAndBack) {
  const Scenario sound = small_world();
  Scenario far = sound;
  far.devices[2].edge.latency.max = seconds(30);
  EXPECT_GE(patience_of(far), patience_of(sound) + seconds(60));
  Scenario bursts = sound;
  bursts.devices[1].edge.burst = 3;
  EXPECT_GT(patience_of(bursts), patience_of(sound) + seconds(20));
  Scenario servers = sound;
  servers.topology.backbone.latency.max = seconds(5);
  EXPECT_GT(patience_of(servers), patience_of(sound) + seconds(60));
  Scenario disks = sound;
  disks.topology.store_disk.sync.max = seconds(30);
  EXPECT_GT(patience_of(disks), patience_of(sound) + seconds(60));
}

TEST(Patience, IsHadMoreOftenWhereChanceGoesOn) {
  Scenario scenario = small_world();
  const int streams = attempts_of(scenario);
  scenario.devices[1].edge.transport = LinkOptions::Transport::Datagram;
  scenario.devices[1].edge.loss = {};
  EXPECT_EQ(attempts_of(scenario), streams) << "none of them is lost";
  scenario.devices[1].edge.loss = percent(1);
  EXPECT_GT(attempts_of(scenario), streams);
}

}  // namespace
}  // namespace imstorm
