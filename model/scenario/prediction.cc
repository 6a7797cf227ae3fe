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
  Duration commit() const { return t_.store_disk.sync.p50; }
  Duration store_on_device() const { return t_.device_disk.sync.p50; }

 private:
  const Topology& t_;
};

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
  leg("APPEND and its answer", way.logic_to_store_and_back());
  const bool waits_for_disk = protocol.store.commit == StoreOptions::Commit::Sync;
  if (waits_for_disk) leg("commit", way.commit());
  if (protocol.deliver.mode == DeliverOptions::Mode::NotifyPull) {
    leg("NOTIFY", way.logic_to_device());
    leg("PULL", way.device_to_logic());
  }
  leg("DATA", way.logic_to_device());
  leg("stored on the device", way.store_on_device());
  if (protocol.consume.phases == ConsumeOptions::Phases::One) return p;
  if (protocol.consume.phases == ConsumeOptions::Phases::TwoServer) {
    if (protocol.ack.carry == AckOptions::Carry::PiggybackDelayed) {
      leg("ACK waits for a pull to ride on", protocol.ack.delay);
    }
    leg("ACK", way.device_to_logic());
    leg("CONSUME", way.logic_to_device());
  }
  leg("consumed, in one transaction with the cursor", way.store_on_device());
  return p;
}

}  // namespace imstorm
