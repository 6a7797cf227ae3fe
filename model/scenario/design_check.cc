// Choices that are right by themselves and not together, and those that do nothing where they
// stand.
#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/key.h"
#include "model/scenario/keys.h"
#include "model/scenario/processes.h"
#include "model/scenario/settings.h"
#include "model/scenario/text.h"
#include "model/scenario/waits.h"

namespace imstorm {
namespace {

bool signals_where_members_change(const Scenario& scenario) {
  const std::vector<bool> changes = changing_conversations(scenario);
  const auto there = [&](const auto& signals) {
    return signals.conv && changes[signals.conv.index()];
  };
  return std::any_of(scenario.signals.begin(), scenario.signals.end(), there) ||
         std::any_of(scenario.signal_traffic.begin(), scenario.signal_traffic.end(), there);
}

/// The slowest way of a signal while nothing goes wrong.
struct SlowWay {
  Duration takes;
  std::string from, to;  ///< devices
};

/// Of each pair of devices that may give signals to each other, the two slowest; nobody's: none.
SlowWay slowest_signal(const Scenario& scenario) {
  const auto slower = [&](std::uint32_t a, std::uint32_t b) {
    return scenario.devices[a].edge.latency.max > scenario.devices[b].edge.latency.max;
  };
  const auto devices_of = [&](const std::vector<UserId>& users) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t d = 0; d < scenario.devices.size(); ++d) {
      const UserId user = scenario.devices[d].user;
      if (std::find(users.begin(), users.end(), user) != users.end()) found.push_back(d);
    }
    std::stable_sort(found.begin(), found.end(), slower);
    return found;
  };
  const auto group = [&](ConvId conv) {
    std::vector<UserId> users = scenario.conversations[conv.index()].members;
    const std::vector<UserId>& others = scenario.conversations[conv.index()].others;
    users.insert(users.end(), others.begin(), others.end());
    return devices_of(users);
  };
  const Topology& t = scenario.topology;
  const Duration servers =
      t.backbone.latency.max * 2 + t.gateway.service.max * 2 + t.logic.service.max;
  SlowWay slowest;
  const auto look_at = [&](std::uint32_t from, const std::vector<std::uint32_t>& receivers) {
    for (const std::uint32_t to : receivers) {
      const DeviceSpec &a = scenario.devices[from], &b = scenario.devices[to];
      const Duration takes = a.edge.latency.max + servers + b.edge.latency.max;
      if (from != to && takes > slowest.takes) slowest = {takes, a.name, b.name};
    }
  };
  for (const SignalSpec& signal : scenario.signals) {
    look_at(static_cast<std::uint32_t>(signal.device.index()),
            signal.conv ? group(signal.conv) : devices_of({signal.to}));
  }
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) {
    const std::vector<std::uint32_t> members = group(traffic.conv);
    if (!members.empty()) look_at(members.front(), members);
  }
  return slowest;
}

/// How far the clock of some id service may be off, by what the scenario orders. Campaigns order up
/// to four times as much.
Duration clocks_off(const Scenario& scenario) {
  const StormOptions& storm = scenario.storm;
  Duration most;
  if (storm.on && storm.clock_step.every.ns > 0) {
    const std::int64_t steps = 1 + 4 * (storm.length.ns / storm.clock_step.every.ns);
    most = hours(24 * 365 * 20);
    if (storm.clock_step_most < most / steps) most = storm.clock_step_most * steps;
  }
  for (const Fault& fault : scenario.faults) {
    if (fault.kind != FaultKind::ClockStep) continue;
    most = most + std::max(fault.amount, Duration{} - fault.amount);
  }
  return most;
}
/// Laws find places for the snowflakes of a second lineage where no clock is off by more.
constexpr Duration kFlakesOff = hours(24 * 20);

/// So many waits for an election a store may be without a leader: rivals stand at once.
constexpr std::int64_t kElections = 3;

}  // namespace

void Settings::warn_idle(const Key& key, const Need& need, bool campaign) {
  const Said* said = find(key.name);
  if (said == nullptr) return;
  const bool in_file = said->where.empty();
  // A file may be meant for campaigns, and name a number for the choice that it is compared with.
  // Of its choices some do nothing where others are changed from outside.
  const bool as_it_stands = set_.empty() && environment_.empty();
  const bool on_purpose = in_file && (key.type != KeyType::Choice || !as_it_stands);
  if (on_purpose || (need.may_come && (in_file || campaign))) return;
  const std::string text = fmt::format("{} = {} does nothing here", key.name, said->text);
  const std::string note = fmt::format("only where {}", need.where);
  if (in_file) {
    diagnostics_.warning(said->place, text, note);
  } else {
    diagnostics_.warning_at(said->where, text, note);
  }
}

void Settings::warn_of_idle(const Scenario& scenario, bool campaign) {
  const Scenario sound;
  for (const Key& key : all_keys()) {
    const Need* need = unmet_need(key, scenario);
    if (need != nullptr && key.get(scenario) != key.get(sound)) warn_idle(key, *need, campaign);
  }
}

void Settings::check_signals(const Scenario& scenario) {
  const SlowWay way = slowest_signal(scenario);
  if (way.takes <= scenario.limits.signal_within) return;
  complain_about({"limits.signal_within", "link.edge.latency.max", "link.edge.preset",
                  "link.backbone.latency.max"},
                 fmt::format("a signal from {} to {} may take {}, though nothing goes wrong",
                             way.from, way.to, to_text(way.takes)),
                 fmt::format("limits.signal_within (here {}) of at least that, or faster links",
                             to_text(scenario.limits.signal_within)));
}

/// What answers a device may be under way at once, and again after each reconnection.
void Settings::check_room(const Scenario& scenario) {
  const ProtocolOptions& protocol = scenario.protocol;
  const bool closes = protocol.session.egress_full == SessionOptions::EgressFull::Close;
  const std::uint32_t answers = answers_at_once(scenario);
  if (!closes || protocol.session.egress_max / 2 >= answers) return;
  complain_about({"protocol.session.egress_max", "protocol.outbox.window",
                  "protocol.outbox.at_once", "protocol.pull.at_once"},
                 fmt::format("a device may wait for {} answers at once, and half of the {} frames "
                             "of session.egress_max is all that hints leave them",
                             answers, protocol.session.egress_max),
                 fmt::format("at least {}, or less under way: outbox.window messages in each of "
                             "outbox.at_once conversations, and pull.at_once questions",
                             2 * answers));
}

void Settings::check_design(const Scenario& scenario) {
  check_signals(scenario);
  check_room(scenario);
  for (const ShortWait& wait : short_waits(scenario)) {
    const std::string key = wait.keys.front().substr(std::string_view("protocol.").size());
    complain_about(wait.keys, wait.what,
                   fmt::format("{} of more than {}, or faster links", key, to_text(wait.needs)));
  }
  const StoreOptions& store = scenario.protocol.store;
  const bool replicas = scenario.topology.store_replicas > 1;
  const Duration retain = scenario.protocol.ack.retain, sync = scenario.protocol.session.sync;
  if (retain.ns > 0 && (sync.ns == 0 || retain < sync * 2)) {
    complain_about({"protocol.ack.retain"},
                   "devices that are there would be given up: the server hears of them by SYNC",
                   "at least twice protocol.session.sync, or 0s");
  }
  if (replicas && signals_where_members_change(scenario) &&
      scenario.limits.signal_within < store.election * kElections) {
    complain_about({"limits.signal_within", "protocol.store.election"},
                   "signals of a group that people join and leave wait for the store, and that may "
                   "be without a leader for longer",
                   "at least " + to_text(store.election * kElections));
  }
  if (!lineages_may_begin(scenario)) return;
  const std::string cure = "protocol.store.lineage = \"ignored\", or nothing that loses positions";
  if (scenario.protocol.group.fanout != GroupOptions::Fanout::Read) {
    complain_about({"protocol.group.fanout"},
                   "copies in inboxes know no lineage, and here one may begin", cure);
  }
  if (scenario.protocol.seq.source == SeqOptions::Source::Snowflake &&
      clocks_off(scenario) > kFlakesOff) {
    complain_about(
        {"protocol.seq.source"},
        "snowflakes by clocks that are wrong by weeks leave no room for the numbers of a "
        "second lineage, and here one may begin",
        "storm.clock_step_most of an hour, or " + cure);
  }
  if (signals_where_members_change(scenario)) {
    complain_about(
        {"protocol.store.replicate", "topology.store.replicas"},
        "signals of a group that people join and leave go by what the store says, and one "
        "that was left behind where a lineage began says what is over",
        cure + ", or signals in other conversations");
  }
}

}  // namespace imstorm
