#pragma once

#include <vector>

#include "model/node/logic.h"
#include "tests/model/node/drive.h"

namespace imstorm {

inline Send send_of(DeviceId device, std::uint32_t n) {
  Send send;
  send.via = via_of(device);
  send.conv = kDm;
  send.cmid = {via_of(device).inst, n};
  send.cseq = {n};
  send.body = BodyId(static_cast<int>(n));
  return send;
}

/// A logic process and what a test plays of the store and the gateway.
struct Bench : Drive<LogicNode> {
  Bench() : Drive(kLogicA, LogicNode()) { step(PeerUp{kGateway}); }

  const Outputs& taken(std::uint64_t epoch, bool won, std::uint64_t last = 0) {
    return receive(kStore, Taken{kDm, Epoch{epoch}, {}, Seq{last}, won});
  }
  /// Becomes the writer by a first message; the outputs are those of the answer.
  const Outputs& own(std::uint64_t last = 0) {
    receive(kGateway, send_of(kAda, 1));
    return taken(1, true, last);
  }
  Appended result(const Send& send, Appended::Code code, std::uint64_t seq = 0) const {
    Appended made;
    made.via = send.via;
    made.code = code;
    made.conv = send.conv;
    made.cmid = send.cmid;
    made.cseq = send.cseq;
    made.body = send.body;
    made.seq = Seq{seq};
    made.msgid = Msgid{1'000 + seq};
    made.entry = entry(seq);
    return made;
  }
  const Outputs& committed(std::uint64_t seq) {
    return receive(kStore, result(send_of(kAda, static_cast<std::uint32_t>(seq)),
                                  Appended::Code::Committed, seq));
  }
  const Outputs& subscribe(DeviceId device, std::uint64_t session = 1, std::uint64_t recv = 0) {
    return receive(kGateway,
                   Subscribe{via_of(device, session), {kDm, {}, Seq{recv}, Seq{recv}}, true});
  }
  const Outputs& attached(DeviceId device, std::uint64_t hw, std::uint64_t session = 1,
                          std::uint64_t recv = 0) {
    return receive(kStore, Attached{via_of(device, session),
                                    {kDm, {}, Seq{hw}, {}},
                                    Epoch{1},
                                    Seq{recv},
                                    Seq{recv},
                                    false});
  }
  /// Subscribed and attached: the device holds and has consumed `recv` of `hw`.
  const Outputs& join(DeviceId device, std::uint64_t recv, std::uint64_t hw) {
    subscribe(device, 1, recv);
    return attached(device, hw, 1, recv);
  }
  const Outputs& ack(DeviceId device, std::uint64_t recv, std::uint64_t session = 1) {
    return receive(kGateway, Ack{via_of(device, session), kDm, {}, Seq{recv}, {}});
  }
  const Outputs& consume_ack(DeviceId device, std::uint64_t consumed) {
    return receive(kGateway, ConsumeAck{via_of(device), kDm, {}, Seq{consumed}});
  }
  Pull pull(DeviceId device, std::uint64_t after) const {
    Pull made;
    made.via = via_of(device);
    made.req = 7;
    made.conv = kDm;
    made.after = made.recv = made.consumed = Seq{after};
    made.limit = 100;
    return made;
  }
};

}  // namespace imstorm
