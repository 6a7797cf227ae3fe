#pragma once

#include <vector>

#include "model/protocol/conversation_record.h"

namespace imstorm {

inline const ConvId kConv(7);

/// Where a device speaks from: device d has installation 10 d unless it was wiped.
inline Via via_of(int device, int inst, std::uint64_t session = 1) {
  return {ProcessId(0), DeviceId(device), InstId(inst), Session{session}};
}
inline Via via_of(int device) { return via_of(device, 10 * device); }

/// The n-th message of an installation, told apart by its body.
inline Send message(const Via& via, std::uint32_t n, int body) {
  Send send;
  send.via = via;
  send.conv = kConv;
  send.cmid = {via.inst, n};
  send.cseq = {n};
  send.body = BodyId(body);
  send.bytes = 10;
  send.written = Instant{5};
  return send;
}

/// A conversation with devices 1 and 2, attached, and a writer at epoch 1.
struct Book {
  ConversationRecord record;
  ProtocolOptions options;
  Epoch epoch{1};

  Book() {
    for (const int device : {1, 2}) {
      record.admit(DeviceId(device), UserId(device));
      attach(via_of(device), 0, 0);
    }
    record.take({kConv, Epoch{0}});
  }

  Appended append(const Send& send) {
    return record.append({epoch, send}, UserId(static_cast<int>(send.via.device.value)), options);
  }
  Appended::Code code(const Send& send) { return append(send).code; }

  Attached attach(const Via& via, std::uint64_t recv, std::uint64_t consumed, bool rebase = true,
                  bool proven = false) {
    return record.attach({via, {kConv, {}, Seq{recv}, Seq{consumed}}, rebase, proven}, options);
  }
  /// Asks without changing anything.
  /// An installation that has shown that it lives.
  Attached replace(const Via& via, std::uint64_t recv, std::uint64_t consumed) {
    return attach(via, recv, consumed, true, true);
  }
  Attached ask(const Via& via) { return attach(via, 0, 0, false); }

  void advance(const Via& via, std::uint64_t recv, std::uint64_t consumed) {
    record.advance({kConv, {{via.device, via.inst, via.session, Seq{recv}, Seq{consumed}}}},
                   options);
  }
  void fill(std::uint32_t messages) {
    for (std::uint32_t n = 1; n <= messages; ++n) {
      append(message(via_of(1), n, static_cast<int>(n)));
    }
  }

  Page page(std::uint64_t after, std::uint32_t limit,
            PullOptions::Page order = PullOptions::Page::OldestFirst) const {
    ProtocolOptions ordered = options;
    ordered.pull.page = order;
    return record.read({via_of(2), 3, kConv, {}, Seq{after}, limit}, ordered);
  }
  std::vector<Entry> log() const { return page(record.floor().value, 100'000).entries; }
};

}  // namespace imstorm
