#include "tests/reports/sample_results.h"

#include <utility>

namespace imstorm {
namespace {

Event consumed(std::int64_t at_us, std::uint32_t device, std::uint32_t body) {
  Event event;
  event.at = Instant{at_us * 1'000};
  event.kind = EventKind::Consumed;
  event.user = UserId{1};
  event.device = DeviceId{device};
  event.inst = InstId{device};
  event.conv = ConvId{0};
  event.body = BodyId{body};
  event.cmid = Cmid{InstId{0}, body + 1};
  event.seq = Seq{body + 1};
  event.msgid = Msgid{0xffff'0000'0000'0001};
  return event;
}

Event sent(std::int64_t at_us, std::uint32_t body) {
  Event event = consumed(at_us, 0, body);
  event.kind = EventKind::Sent;
  return event;
}

Event server_crashed(std::int64_t at_us) {
  Event event;
  event.at = Instant{at_us * 1'000};
  event.kind = EventKind::Crashed;
  event.process = ProcessId{1};
  return event;
}

Event acked_without_name(std::int64_t at_us, std::uint32_t body) {
  Event event = consumed(at_us, 0, body);
  event.kind = EventKind::Acked;
  event.body = BodyId{};
  return event;
}

Result::Law law(std::string name, std::string promise, LawKind kind, Outcome outcome,
                std::uint64_t exercised) {
  Result::Law law;
  law.name = std::move(name);
  law.promise = std::move(promise);
  law.kind = kind;
  law.verdict.outcome = outcome;
  law.verdict.exercised = exercised;
  law.as_expected = outcome == Outcome::Holds;
  return law;
}

Result common() {
  Result r;
  r.version = "0.1.0";
  r.seed = 0x1f;
  r.digest = 0x00ab'cdef'0123'4567;
  r.events = 3'812;
  r.messages = 3;
  r.sim_ns = 63'000'000'000;
  r.names = sample_names();
  r.config = {{"seed", "31"}, {"protocol.pull.limit", "100"}};
  r.latency = {
      {"sent to acked", 3, 41'200'000, 43'000'000, 43'000'000, 43'000'000, {{50'000'000, 3}}},
      {"sent to consumed",
       6,
       101'500'000,
       1'203'000'000,
       2'400'000'000,
       3'723'000'000'000,
       {{200'000'000, 5}, {5'000'000'000'000, 1}}}};
  r.cost = {1'234, 98'111, 30, 6, {{"SEND", 3}, {"DATA", 0}, {"PULL", 9}}, {{"SEND", 3}}, 30, 3};
  return r;
}

}  // namespace

Names sample_names() {
  Names names;
  names.users = {"alice", "bob"};
  names.devices = {"alice.phone", "bob.phone"};
  names.convs = {"family"};
  names.processes = {"gateway-1", "logic-1"};
  names.bodies = {"m1", "m2", "m3"};
  return names;
}

Result holding_result() {
  Result r = common();
  r.scenario = "first-message";
  r.path = "scenarios/first-message.toml";
  r.title = "A first message";
  r.replay = "imstorm run scenarios/first-message.toml --seed 0x1f";
  r.outcome = Outcome::Holds;
  r.laws = {law("sender-fifo", "In the order of sending.", LawKind::Safety, Outcome::Holds, 4),
            law("no-loss", "What is sent arrives.", LawKind::Liveness, Outcome::Holds, 6)};
  return r;
}

Result broken_result() {
  Result r = common();
  r.scenario = "logic-crash";
  r.path = "scenarios/logic-crash.toml";
  r.title = "The logic service crashes between append and ack";
  r.replay = "imstorm run scenarios/logic-crash.toml --seed 0x1f";
  r.outcome = Outcome::Broken;
  r.headline = "bob.phone consumed m2 twice";
  r.fault_sentences = {"crash logic-1 at 503ms, back after 2s", "pause gateway-1 at 9s for 1s"};
  r.faults = {{"drop", 0, 0, 0}, {"crash", 1, 1, 1}, {"loss", 1'204, 1'203, 1}, {"pause", 3, 0, 1}};
  r.limits = {{"worker queue of logic-1 reached 10000; inputs dropped", 3}};

  Result::Law twice = law("exactly-once", "No device shows a message twice, whatever is retried.",
                          LawKind::Safety, Outcome::Broken, 6);
  twice.verdict.because = r.headline;
  twice.around = {{2, sent(400'000, 1)}, {7, server_crashed(503'000)}};
  twice.verdict.witnesses = {{3, acked_without_name(420'000, 1)},
                             {4, consumed(500'112, 1, 1)},
                             {19, consumed(3'611'500'000, 1, 1)}};
  Result::Law waits = law("converge", "In the end all show the same list.", LawKind::Liveness,
                          Outcome::Undecided, 2);
  waits.verdict.because = "the run did not settle within its bound";
  Result::Law permits =
      law("no-loss", "What is sent arrives.", LawKind::Liveness, Outcome::Holds, 6);
  permits.verdict.permitted = 2;
  permits.verdict.permitted_because = "alice.phone was wiped before its outbox left";
  r.laws = {std::move(twice), std::move(permits), std::move(waits),
            law("seq-gap", "No unknown number is passed.", LawKind::Safety, Outcome::Vacuous, 0)};
  return r;
}

}  // namespace imstorm
