// Signals on their way through a gateway, a logic process and back to a device (rule G6).
#include <gtest/gtest.h>

#include <set>

#include "model/node/gateway.h"
#include "model/node/logic.h"
#include "tests/model/node/drive.h"
#include "tests/model/node/phone.h"

namespace imstorm {
namespace {

const ConnectionId kAdaLine(0), kBobLine(1);
const UserId kAdaUser(0), kBobUser(1);
const BodyId kRing = signal_id(1);

Signal signal_to(UserId to, ConvId conv = {}) {
  Signal signal;
  signal.conv = conv;
  signal.to = to;
  signal.body = kRing;
  return signal;
}

/// A gateway with both logic processes in reach and both devices in session 1.
struct Hall : Drive<GatewayNode> {
  Hall() : Drive(kGateway, GatewayNode()) {
    directory.logics = {kLogicA, kLogicB};
    directory.signals = true;
    for (const ProcessId peer : {kLogicA, kLogicB, kStore}) step(PeerUp{peer});
    enter(kAdaLine, kAda, 1);
    enter(kBobLine, kBob, 1);
  }
  const Outputs& enter(ConnectionId on, DeviceId device, std::uint64_t session) {
    const Via via = via_of(device, session);
    step(ConnectionUp{on});
    receive(on, Connect{device, via.inst, {}});
    return receive(kStore, Registered{via, on.value});
  }
  /// Where a signal of Ada's goes.
  ProcessId way(const Signal& signal) {
    const auto to = receivers<Signal>(receive(kAdaLine, signal));
    EXPECT_EQ(to.size(), 1U);
    return to.empty() ? ProcessId{} : to[0];
  }
};

TEST(GatewayOfSignals, SendsWhatIsOfOneKeyOneWay) {
  Hall hall;
  const ProcessId way = hall.way(signal_to(kBobUser));
  const Signal sent_on = only<Signal>(hall.out);
  EXPECT_EQ(sent_on.via.device, kAda);
  EXPECT_EQ(sent_on.via.session, Session{1});
  EXPECT_EQ(all<SendTo>(hall.out)[0].key, hall.directory.signal_key({}, kAdaUser, kBobUser));
  hall.step(PeerDown{way});
  EXPECT_EQ(hall.way(signal_to(kBobUser)), way) << "that, or nowhere: another way overtakes";
}

TEST(GatewayOfSignals, MaySendWhatIsOfOneKeyAnyWay) {
  Hall hall;
  using Unicast = RoutingOptions::Unicast;
  for (const Unicast unicast : {Unicast::RoundRobin, Unicast::Random}) {
    hall.directory.options.route.unicast = unicast;
    std::set<ProcessId> ways;
    for (std::size_t n = 0; n < 20; ++n) {
      Signal signal = signal_to(kBobUser);
      signal.body = signal_id(n);
      ways.insert(hall.way(signal));
    }
    EXPECT_EQ(ways, (std::set{kLogicA, kLogicB}));
  }
}

TEST(GatewayOfSignals, MaySendThoseOfOneGroupBySender) {
  Hall hall;
  hall.directory.options.route.group = RoutingOptions::Group::HashSender;
  const auto owner = [&](DeviceId device) {
    return hall.directory.rings[0].owner(hall.directory.device_keys[device.index()],
                                         [](ProcessId) { return true; });
  };
  EXPECT_EQ(hall.way(signal_to({}, kTeam)), owner(kAda));
  EXPECT_EQ(receivers<Signal>(hall.receive(kBobLine, signal_to({}, kTeam))),
            std::vector{owner(kBob)});
}

TEST(GatewayOfSignals, TellsEveryLogicProcessWhoIsThere) {
  Hall hall;
  const std::vector<ProcessId> both{kLogicA, kLogicB};
  EXPECT_EQ(receivers<Presence>(hall.enter(kBobLine, kBob, 2)), both);
  EXPECT_EQ(sent<Presence>(hall.out)[0].via.session, Session{2});
  EXPECT_TRUE(sent<Presence>(hall.out)[0].here);
  hall.step(PeerUp{kLogicB});
  EXPECT_EQ(receivers<Presence>(hall.out), (std::vector{kLogicB, kLogicB})) << "of both devices";
  EXPECT_TRUE(sent<Presence>(hall.step(PeerUp{kStore})).empty());
  EXPECT_EQ(receivers<Presence>(hall.step(ConnectionDown{kBobLine})), both);
  EXPECT_FALSE(sent<Presence>(hall.out)[0].here);
  hall.directory.signals = false;
  EXPECT_TRUE(sent<Presence>(hall.step(ConnectionDown{kAdaLine})).empty()) << "nobody signals";
}

TEST(GatewayOfSignals, HandsOverToTheSessionThatWasMeant) {
  Hall hall;
  Relay relay{via_of(kBob), kAda, Session{1}, {}, kRing};
  EXPECT_EQ(only<Relay>(hall.receive(kLogicA, relay)).body, kRing);
  EXPECT_EQ(all<SendOn>(hall.out)[0].connection, kBobLine);
  relay.via = via_of(kBob, 2);
  EXPECT_EQ(frames(hall.receive(kLogicA, relay)), 0U) << "an older or a later one";
}

/// A logic process that knows where both devices are.
struct Post : Drive<LogicNode> {
  Post() : Drive(kLogicA, LogicNode()) {
    presence(kAda, 1);
    presence(kBob, 1);
  }
  const Outputs& presence(DeviceId device, std::uint64_t session, bool here = true) {
    return receive(kGateway, Presence{via_of(device, session), here});
  }
  std::vector<Relay> relayed(Signal signal) {
    signal.via = via_of(kAda);
    return sent<Relay>(receive(kGateway, signal));
  }
};

TEST(LogicOfSignals, SendsAGroupsSignalToEverybodyButItsSender) {
  Post post;
  const auto relays = post.relayed(signal_to({}, kTeam));
  ASSERT_EQ(relays.size(), 1U);
  EXPECT_EQ(relays[0].via.device, kBob);
  EXPECT_EQ(relays[0].from, kAda);
  EXPECT_EQ(relays[0].session, Session{1});
  EXPECT_EQ(relays[0].conv, kTeam);
  EXPECT_EQ(all<SendTo>(post.out)[0].key, post.directory.key_of(kTeam));
}

TEST(LogicOfSignals, SendsNothingToWhoIsNotThere) {
  Post post;
  EXPECT_EQ(post.relayed(signal_to(kBobUser)).size(), 1U);
  post.presence(kBob, 1, false);
  EXPECT_TRUE(post.relayed(signal_to(kBobUser)).empty());
  post.presence(kBob, 2);
  EXPECT_EQ(post.relayed(signal_to(kBobUser))[0].via.session, Session{2});
  post.presence(kBob, 1, false);
  EXPECT_EQ(post.relayed(signal_to(kBobUser)).size(), 1U) << "the end of an older session";
}

TEST(DeviceOfSignals, SignalsAtOnceOrNever) {
  Phone phone;
  phone.step(AppSignal{{}, kBobUser, kRing});
  EXPECT_EQ(seen(phone.out, EventKind::Signalled).size(), 1U);
  EXPECT_TRUE(sent<Signal>(phone.out).empty()) << "without a session";
  phone.go_online();
  EXPECT_TRUE(sent<Signal>(phone.out).empty()) << "nor later";
  EXPECT_EQ(only<Signal>(phone.step(AppSignal{{}, kBobUser, kRing})).to, kBobUser);
}

TEST(DeviceOfSignals, ShowsNothingOfAnOlderSession) {
  Phone phone;
  phone.go_online();
  const auto shown = [&](std::uint64_t session) {
    const Relay relay{via_of(kAda), kBob, Session{session}, {}, kRing};
    return seen(phone.receive(phone.line, relay), EventKind::SignalReceived).size();
  };
  EXPECT_EQ(shown(2), 1U);
  EXPECT_EQ(shown(2), 1U) << "whatever repeats is the path's business";
  EXPECT_EQ(shown(1), 0U);
  phone.recover(0);
  phone.step(Started{});
  phone.go_online();
  EXPECT_EQ(shown(1), 1U) << "a restarted app begins anew";
}

}  // namespace
}  // namespace imstorm
