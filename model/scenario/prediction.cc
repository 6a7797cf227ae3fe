#include "model/scenario/prediction.h"

namespace imstorm {
namespace {

/// The median of a hop to a server: under way, then served.
Duration hop(const LinkOptions& link, const ProcessOptions& to) {
  return link.latency.p50 + to.service.p50;
}

/// Adds up a way through the servers.
class Way {
 public:
  explicit Way(const Topology& topology) : t_(topology) {}

  Duration device_to_logic() const { return hop(t_.edge, t_.gateway) + hop(t_.backbone, t_.logic); }
  Duration logic_to_device() const { return hop(t_.backbone, t_.gateway) + t_.edge.latency.p50; }
  Duration logic_to_store_and_back() const {
    return hop(t_.backbone, t_.store) + hop(t_.backbone, t_.logic);
  }
  Duration logic_to_ids_and_back() const {
    return hop(t_.backbone, t_.ids) + hop(t_.backbone, t_.logic);
  }
  Duration store_to_store_and_back() const {
    return hop(t_.backbone, t_.store) + hop(t_.backbone, t_.store);
  }
  Duration commit() const { return t_.store_disk.sync.p50; }
  Duration store_number() const { return t_.ids_disk.sync.p50; }
  Duration store_on_device() const { return t_.device_disk.sync.p50; }

 private:
  const Topology& t_;
};

/// Numbers with gaps: a reader waits until each gap is known to be a hole.
bool numbers_have_gaps(const Scenario& scenario) {
  using Source = SeqOptions::Source;
  const Source source = scenario.protocol.seq.source;
  return source == Source::Snowflake ||
         (source == Source::Segment && scenario.topology.ids.count > 1);
}

/// Does each message's number, or its id, go to the id service's disk before it is given out?
bool number_is_stored(const ProtocolOptions& protocol) {
  return protocol.seq.source == SeqOptions::Source::RedisSync ||
         protocol.msgid.source == MsgidOptions::Source::RedisSync;
}

}  // namespace

Duration Prediction::total() const {
  Duration sum;
  for (const Leg& leg : legs) sum = sum + leg.takes;
  return sum;
}

Prediction predict_delivery(const Scenario& scenario) {
  const Way way(scenario.topology);
  const ProtocolOptions& protocol = scenario.protocol;
  Prediction p;
  const auto leg = [&p](const char* what, Duration takes) { p.legs.push_back({what, takes}); };
  leg("SEND to the sequencer", way.device_to_logic());
  if (protocol.seq.split() || protocol.msgid.split()) {
    leg("a number from an id service", way.logic_to_ids_and_back());
    if (number_is_stored(protocol)) leg("stored there", way.store_number());
  }
  p.at_least = numbers_have_gaps(scenario);
  leg("APPEND and its answer", way.logic_to_store_and_back());
  const bool replicas = scenario.topology.store_replicas > 1;  // they sync what they answer
  const bool waits_for_disk = replicas || protocol.store.commit == StoreOptions::Commit::Sync;
  if (waits_for_disk) leg("commit", way.commit());
  const bool quorum = protocol.store.replicate == StoreOptions::Replicate::Quorum;
  if (scenario.topology.store_replicas > 1 && quorum) {
    leg("REPLICATE and its answer", way.store_to_store_and_back());
  }
  if (protocol.group.fanout != GroupOptions::Fanout::Read) {
    leg("a copy into the inbox and its answer", way.logic_to_store_and_back());
    if (waits_for_disk) leg("commit", way.commit());
    p.at_least = true;  // it waits for the copies of what stands before it
  }
  if (protocol.deliver.mode == DeliverOptions::Mode::NotifyPull) {
    leg("NOTIFY", way.logic_to_device());
    leg("PULL", way.device_to_logic());
  }
  leg("DATA", way.logic_to_device());
  const bool asks = protocol.consume.phases == ConsumeOptions::Phases::TwoServer;
  const bool at_once = asks && protocol.ack.when == AckOptions::When::OnReceipt;
  if (!at_once) leg("stored on the device", way.store_on_device());
  if (protocol.consume.phases == ConsumeOptions::Phases::One) return p;
  if (asks) {
    using Carry = AckOptions::Carry;
    if (protocol.ack.carry == Carry::PiggybackDelayed && !at_once) {
      leg("ACK waits for a pull to ride on", protocol.ack.delay);
    }
    const bool never_alone =
        protocol.ack.carry == Carry::PiggybackOnly || protocol.ack.carry == Carry::None;
    if (never_alone && !at_once) p.at_least = true;
    leg("ACK", way.device_to_logic());
    leg("CONSUME", way.logic_to_device());
  }
  leg("consumed, in one transaction with the cursor", way.store_on_device());
  return p;
}

}  // namespace imstorm
