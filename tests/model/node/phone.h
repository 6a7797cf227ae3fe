#pragma once

#include <vector>

#include "model/node/sdk.h"
#include "tests/model/node/drive.h"

namespace imstorm {

/// Ada's device, and what a test does with it all the time.
struct Phone : Drive<SdkNode> {
  ConnectionId line{5};

  Phone() : Drive(kPhoneProcess, SdkNode(kAda, InstId(10), house())) {}

  /// Starts the app and lets it connect; the outputs are those of CONNECTED.
  const Outputs& go_online(std::vector<Head> heads = {}) {
    step(Started{});
    return reconnect(1, std::move(heads));
  }
  const Outputs& reconnect(std::uint64_t session, std::vector<Head> heads = {}) {
    step(ConnectionUp{line});
    return receive(line, Connected{Session{session}, std::move(heads)});
  }
  /// Everything that was written becomes durable.
  const Outputs& persist() { return step(Persisted{node.unsynced()}); }

  /// The user writes, and the message is in the outbox.
  const Outputs& write(int body, ConvId conv = kDm) {
    step(AppSend{conv, BodyId(body), 10});
    return persist();
  }
  const Outputs& ack(const Send& send, std::uint64_t seq) {
    return receive(
        line,
        SendAck{{}, send.conv, send.cmid, send.cseq, send.body, {}, Seq{seq}, Msgid{1'000 + seq}});
  }
  const Outputs& nack(const Send& send, SendNack::Code code, std::uint32_t expected = 0) {
    return receive(
        line, SendNack{{}, send.conv, send.cmid, send.cseq, send.body, {}, code, Cseq{expected}});
  }
  const Outputs& notify(std::uint64_t hw) { return receive(line, Notify{{}, kDm, {}, Seq{hw}}); }
  const Outputs& permit(std::uint64_t upto) {
    return receive(line, Consume{{}, kDm, {}, Seq{upto}});
  }

  /// The answer to a pull: entries first to last, of `hw`.
  Data answer(const Pull& pull, std::uint64_t last, std::uint64_t hw) const {
    Data data;
    data.req = pull.req;
    data.conv = pull.conv;
    data.after = pull.after;
    data.entries = entries(pull.after.value + 1, last);
    data.next = Seq{last};
    data.hw = Seq{hw};
    data.more = last < hw;
    return data;
  }
  /// Notified, pulled, answered and durable: the device holds positions up to `hw`.
  const Outputs& hold(std::uint64_t hw) {
    receive(line, answer(only<Pull>(notify(hw)), hw, hw));
    return persist();
  }
};

inline std::vector<std::uint32_t> cseqs(const Outputs& out) {
  std::vector<std::uint32_t> found;
  for (const Send& send : sent<Send>(out)) found.push_back(send.cseq.value);
  return found;
}
using Cseqs = std::vector<std::uint32_t>;

inline std::vector<std::uint64_t> seqs(const std::vector<Event>& events) {
  std::vector<std::uint64_t> found;
  for (const Event& event : events) found.push_back(event.seq.value);
  return found;
}
using Seqs = std::vector<std::uint64_t>;

}  // namespace imstorm
