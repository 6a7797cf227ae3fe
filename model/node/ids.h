#pragma once

#include <variant>
#include <vector>

#include "model/node/directory.h"
#include "model/node/io.h"
#include "model/protocol/leader_book.h"
#include "model/protocol/redis_counter.h"
#include "model/protocol/section.h"
#include "model/protocol/segment.h"
#include "model/protocol/seqsvr.h"
#include "model/protocol/snowflake.h"
#include "sim/core/dense.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// An id service: gives out the numbers of conversations and the ids of messages, by one mechanism
/// each. What it must remember is on its own disk (counters, bounds) or in the store (who owns
/// which block, which worker number).
class IdNode {
 public:
  explicit IdNode(const Directory& directory);

  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, Persisted input, Outputs& out);
  void step(const Context& context, TimerFired input, Outputs& out);
  void step(const Context& context, PeerUp input, Outputs& out);
  void step(const Context& context, PeerDown input, Outputs& out);

  /// After a crash: the first `survivors` of the writes that were under way are durable all the
  /// same. With `power` its machine is gone as well, and what a file had not synced by then.
  void recover(const Context& context, std::uint32_t survivors, bool power, Outputs& out);
  /// Its disk is lost, and a new one is empty. Call step(Started) next.
  void wipe();

  /// Is there a standby that a failover goes to?
  bool has_standby() const;
  /// Its machine is gone: the standby has what is on disk, or what a replica has that is `lag`
  /// behind. False if that is all.
  bool give_way(const Context& context, Duration lag);
  /// The standby takes over behind the same address, and what was asked meanwhile with it. False if
  /// that makes no difference.
  bool take_over(const Context& context, Outputs& out);

  /// Is a commit of its own needed for this frame, before the answer or behind it?
  bool commits(const Context& context, const Frame& frame) const;

  std::uint32_t unsynced() const { return static_cast<std::uint32_t>(written_.size()); }

 private:
  using Source = std::variant<RedisCounter, Seqsvr, Section, Segment, Snowflake>;
  enum class Care : std::uint8_t {
    Durable,  // said when it is written
    Late,     // written when it is said
    File,     // in a file that is synced at every full second; a replica may have it a bit later
    Never,    // kept elsewhere, or nowhere
  };
  struct Desk {  // one purpose: numbers of conversations, or ids of messages
    Source source;
    Care care = Care::Never;
    bool standby = false;
    FlatMap<std::uint64_t, std::uint64_t> durable;  // counters or bounds by key
  };
  struct Request {
    ProcessId from;
    Allocate asked;
    CommitFate fate = CommitFate::Done;
  };
  struct Write {
    std::uint8_t desk = 0;
    std::uint64_t key = 0;
    std::uint64_t value = 0;
    Request request;  // the answer to it waits for this write; from nobody: none does
    std::uint64_t number = 0;
  };
  enum TimerKind : std::uint8_t { kClock = 1, kStore, kSection };

  static Desk desk_of(const SeqOptions& options);
  static Desk desk_of(SeqOptions::Source source);
  static Desk desk_of(MsgidOptions::Source source);
  Desk& desk_for(const Allocate& asked);
  const Desk& desk_for(const Allocate& asked) const;
  // ids_sources.cc: one request.
  void serve(const Context&, const Request&, Outputs&);
  void serve(const Context&, Desk&, RedisCounter&, const Request&, Outputs&);
  void serve(const Context&, Desk&, Seqsvr&, const Request&, Outputs&);
  void serve(const Context&, Desk&, Section&, const Request&, Outputs&);
  void serve(const Context&, Desk&, Segment&, const Request&, Outputs&);
  void serve(const Context&, Desk&, Snowflake&, const Request&, Outputs&);
  void serve_waiting(const Context&, Outputs&);
  bool lacks_era(const Context&, const Request&) const;
  void begin_era(const Context&, std::uint64_t era);
  void wait(const Context&, const Request&, Outputs&);
  void write(const Context&, Desk&, const Request&, std::uint64_t value, std::uint64_t number,
             Outputs&);
  void reply(const Context&, const Request&, std::uint64_t number, Outputs&);
  void refuse(const Context&, const Request&, Outputs&);
  void reserve(const Context&, std::uint64_t key, std::uint32_t count, std::uint64_t above,
               Outputs&);
  void ask_store(const Context&, std::uint64_t key, Frame, Outputs&);
  void on_reserved(const Context&, const Reserved&, Outputs&);
  void on_leased(const Context&, const Leased&, Outputs&);
  void forget_questions();
  void lease_worker(const Context&, Outputs&);
  void ask_store_again(const Context&, Outputs&);
  void restore(const Context&, Desk&, Outputs&);

  std::vector<Desk> desks_;       // 0: conversations, 1: messages
  Fifo<Write> written_;           // not yet durable
  std::vector<Request> waiting_;  // for a block, a worker number or the clock; volatile
  static constexpr std::size_t kWaitingMax = 10'000;  // beyond it: "none, ask again"
  bool leasing_ = false;                              // a worker number is asked for
  bool founding_ = false;                             // an era is
  LeaderBook leaders_;
  std::uint32_t clock_generation_ = 0;
  bool clock_armed_ = false;
  std::uint32_t store_generation_ = 0;
  std::uint32_t section_generation_ = 0;
  Instant section_due_ = kNever;  // when those who wait for a section are served again
};

}  // namespace imstorm
