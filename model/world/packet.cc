#include "model/world/packet.h"

#include "sim/core/hash.h"

namespace imstorm {
namespace {

template <class F>
concept HasVia = requires(const F& f) {
  f.via;
};

/// The numbers that tell two packets of one kind about one conversation and device apart.
std::uint64_t detail(const Send& f) { return hash_mix(f.body.value, f.attempt); }
std::uint64_t detail(const Append& f) { return detail(f.send); }
std::uint64_t detail(const SendAck& f) { return f.body.value; }
std::uint64_t detail(const SendNack& f) { return hash_mix(f.body.value, f.expected.value); }
std::uint64_t detail(const Appended& f) { return f.body.value; }
std::uint64_t detail(const Notify& f) { return f.hw.value; }
std::uint64_t detail(const Deliver& f) { return hash_mix(f.entry.body.value, 1); }
std::uint64_t detail(const Delivered& f) { return f.origin_seq.value; }
std::uint64_t detail(const Raised& f) { return f.head.hw.value; }
std::uint64_t detail(const Fanned& f) { return f.upto.value; }
std::uint64_t detail(const Push& f) { return f.entry.seq.value; }
std::uint64_t detail(const Pull& f) { return f.after.value; }
std::uint64_t detail(const Data& f) { return hash_mix(f.after.value, f.next.value); }
std::uint64_t detail(const Ack& f) { return hash_mix(f.recv.value, f.consumed.value); }
std::uint64_t detail(const Consume& f) { return f.upto.value; }
std::uint64_t detail(const ConsumeAck& f) { return f.consumed.value; }
std::uint64_t detail(const Read& f) { return f.after.value; }
std::uint64_t detail(const Page& f) { return hash_mix(f.after.value, f.next.value); }
std::uint64_t detail(const Take& f) { return f.expected.value; }
std::uint64_t detail(const Taken& f) { return f.epoch.value; }
std::uint64_t detail(const Signal& f) { return f.body.value; }
std::uint64_t detail(const Relay& f) { return f.body.value; }
std::uint64_t detail(const Presence& f) { return hash_mix(f.via.session.value, f.here ? 1 : 0); }
std::uint64_t detail(const Ping& f) { return f.session.value; }
std::uint64_t detail(const Pong& f) { return f.session.value; }
std::uint64_t detail(const Vote& f) { return f.term.value; }
std::uint64_t detail(const Voted& f) { return hash_mix(f.term.value, f.granted ? 1 : 0); }
std::uint64_t detail(const Replicate& f) { return hash_mix(f.prev, f.rows.size()); }
std::uint64_t detail(const Replicated& f) { return hash_mix(f.index, f.matched ? 1 : 0); }
std::uint64_t detail(const Leader& f) { return f.term.value; }
std::uint64_t detail(const Resync& f) { return hash_mix(f.lineage.value, f.fork.value); }
std::uint64_t detail(const Resolve& f) { return f.epoch.value; }
std::uint64_t detail(const Resolved& f) { return f.epoch.value; }
std::uint64_t detail(const Reserve& f) { return f.key; }
std::uint64_t detail(const Reserved& f) { return f.key; }
std::uint64_t detail(const AskMembers& f) { return f.turn; }
std::uint64_t detail(const Members& f) { return f.turn; }
std::uint64_t detail(const Lease& f) { return hash_mix(f.key, f.turn); }
std::uint64_t detail(const Leased& f) { return hash_mix(f.key, f.turn); }
/// Of a message: which; of a peek: for which epoch.
template <class F>
std::uint64_t detail_of_number(const F& f) {
  const std::uint64_t about = f.body ? hash_mix(f.body.value, f.attempt) : f.draft;
  return hash_mix(about, static_cast<std::uint64_t>(f.what));
}
std::uint64_t detail(const Allocate& f) { return detail_of_number(f); }
std::uint64_t detail(const Allocated& f) { return detail_of_number(f); }
template <class Other>
std::uint64_t detail(const Other&) {
  return 0;
}

template <class F>
DeviceId device_in(const F& f) {
  if constexpr (HasVia<F>) return f.via.device;
  if constexpr (std::is_same_v<F, Append>) return f.send.via.device;
  return {};
}

}  // namespace

std::uint64_t Packet::name() const { return hash_mix(subject, attempt); }

std::uint64_t subject_of(const Frame& frame, const Directory& directory) {
  return std::visit(
      [&](const auto& f) {
        std::uint64_t name = frame.index() + 1;
        const ConvId conv = conv_in(f);
        if (conv) name = hash_mix(name, directory.key_of(conv));
        const DeviceId device = device_in(f);
        if (device) name = hash_mix(name, directory.device_keys[device.index()]);
        return hash_mix(name, detail(f));
      },
      frame);
}

std::uint32_t PacketSlab::add() {
  if (free_.empty()) {
    slots_.emplace_back();
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return index;
}

}  // namespace imstorm
