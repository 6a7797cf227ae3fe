#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "model/node/directory.h"
#include "model/node/io.h"
#include "model/protocol/backoff.h"
#include "model/protocol/signal_order.h"
#include "model/protocol/turns.h"
#include "sim/core/boxed.h"
#include "sim/core/dense.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// The SDK inside one device's app. What must outlive a crash changes only when its record has
/// become durable; everything else is forgotten by a restart.
class alignas(64) SdkNode {
 public:
  SdkNode(DeviceId device, InstId inst, const Directory& directory);

  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, TimerFired input, Outputs& out);
  void step(const Context& context, Persisted input, Outputs& out);
  void step(const Context& context, ConnectionUp input, Outputs& out);
  void step(const Context& context, ConnectionDown input, Outputs& out);
  void step(const Context& context, NetworkChanged input, Outputs& out);
  void step(const Context& context, AppSend input, Outputs& out);
  void step(const Context& context, AppSignal input, Outputs& out);
  void step(const Context& context, AppCancel input, Outputs& out);

  /// After a crash: of the written records that were not yet durable, the first `survivors` are.
  void recover(const Context& context, std::uint32_t survivors, Outputs& out);
  /// The storage is gone; a new installation begins. Call step(Started) next.
  void wipe(InstId fresh, const Directory& directory);
  /// The same, but the app's own set of messages survives where ClientOptions say so.
  void reinstall(InstId fresh, const Directory& directory);
  /// What was received and the cursors are gone; the outbox is not. Call step(Started) next.
  void lose_cache(const Directory& directory);

  std::uint32_t unsynced() const { return static_cast<std::uint32_t>(written_.size()); }
  bool online() const { return state_ == State::Online; }
  Seq consumed(ConvId conv) const;  ///< the durable cursor
  Lineage lineage(ConvId conv) const;
  /// Only where lineages may begin: the app has taken it, in this lineage or in a former one.
  bool has_shown(ConvId conv, Cmid cmid) const;
  InstId inst() const { return inst_; }
  std::uint64_t outbox_rows() const;      ///< messages without an outcome
  std::uint64_t pulls_pending() const;    ///< pulls without an answer
  std::uint64_t unconsumed_rows() const;  ///< received, not yet consumed

 private:
  enum TimerKind : std::uint8_t {
    kConnect = 1,  // connecting takes too long, or it is time to try again
    kHeartbeat,
    kSync,
    kResend,  // by conversation, as the following
    kPull,
    kAck,
  };
  enum class State : std::uint8_t { Idle, Connecting, Online };

  struct OutboxRow {
    Cmid cmid;
    Cseq cseq;
    BodyId body;
    std::uint32_t bytes = 0;
    Instant written;
    std::uint32_t counter = 0;  // only under DedupOptions::Identity::VolatileCounter
    Seq seq{};                  // once it is resolved: where, in this lineage
    Content content = Content::Text;
    UserId subject{};
    // Volatile:
    std::uint32_t attempts = 0;
    bool inflight = false;
    bool resolving = false;  // its outcome is being written
  };
  struct Recent {  // consumed a while ago
    Seq seq;
    Instant at;  // steady clock
  };
  struct Rare {  // durable, and of few conversations
    // Only where a new lineage may begin (sdk_lineage.cc):
    std::vector<OutboxRow> kept;   // resolved, ascending cseq: submitted again if that is lost; for
                                   // ever, as this is a model (a device keeps a few weeks)
    FlatMap<Cmid, Lineage> known;  // what the app was shown, and in which lineage
    std::vector<Entry> shown;  // only where ConsumeOptions::State::Volatile: what a replay repeats
    std::vector<Recent> recent;  // only where ConsumeOptions::Duplicate::Ttl
    Instant since;               // only where PullOptions::Cursor::ClientClock
  };
  // In whole cache lines, and what is used together in one of them: a large world fits in no cache.
  struct alignas(64) Conversation {
    ConvId id;
    // Durable:
    Lineage lineage;
    Seq recv;
    Seq consumed;
    Cseq cseq_next{1};
    Fifo<Entry> inbox;  // invariant: ascending, all in (consumed, recv]
    // Volatile:
    struct Volatile {
      Seq permit;                 // phase two allows consumption up to here
      Seq consuming;              // consumption is written up to here
      Seq target;                 // the newest position heard of
      Seq told;                   // the newest position of an own message that the server confirmed
      std::uint32_t req = 0;      // of the pull that is under way; 0 = none
      std::uint32_t storing = 0;  // how many pages and pushed messages are being written
      std::uint32_t pull_generation = 0;
      std::uint32_t ack_generation = 0;
      std::uint32_t resend_generation = 0;
      bool resend_armed = false;
      bool dirty = false;        // something newer was announced meanwhile
      bool queued = false;       // it is to be pulled when there are fewer pulls under way
      bool sending = false;      // it is its turn to have messages in flight
      bool send_queued = false;  // it waits for that
      bool ack_due = false;
      bool leaving = false;  // its lineage: that is being written
      Seq coming;            // while some are stored: everything up to here is stored after them
      Seq highest;           // the newest position that arrived, whatever is missing below it
      Instant asked;         // when the pull was asked for the first time (observer's time)
      Seq asked_after;       // from where, and for what at the least
      Seq asked_told;
      Instant clock;  // when the pull under way was asked, by the device's wall clock
      Backoff pull_backoff;
      Backoff resend_backoff;
      Cseq went_back;  // the last NACK that made the window go back
    } now;
    Fifo<OutboxRow> outbox;  // durable; invariant: ascending cseq
    Boxed<Rare> rare;
  };
  static_assert(sizeof(Conversation) == 256);

  // What is written to storage.
  struct Compose {  // a new message enters the outbox
    ConvId conv;
    BodyId body;
    std::uint32_t bytes = 0;
    Instant written;
    Content content = Content::Text;
    UserId subject{};
  };
  struct Resolve {  // a message leaves it
    ConvId conv;
    Cmid cmid;
    Cseq cseq;
    Seq seq;
    Msgid msgid;
    bool accepted = true;
  };
  struct Store {  // a page of the log arrives
    ConvId conv;
    Seq next;
    Seq hw;
    bool more = false;
    bool pushed = false;  // unasked for
    Seq consume_upto;
    Instant asked;
    std::vector<Entry> entries;
    bool late = false;  // answers no current question: looked through for rows that are not known
    Seq after{};
    Seq dup_upto{};
    Instant clock{};  // of the device, when it asked
  };
  struct Skip {  // positions are gone for good
    ConvId conv;
    Seq floor;
    std::vector<Head> origins{};
  };
  struct Rebase {  // a new lineage
    ConvId conv;
    Lineage lineage;
    Seq fork;
  };
  struct Consumption {  // the app takes one message, in one transaction with the cursor
    ConvId conv;
    Seq seq;
    Seq cursor;
  };
  struct Effect {  // the app takes one message, in a transaction of its own
    ConvId conv;
    Entry entry;
  };
  struct TakeBack {  // a message without an outcome becomes a place in the line that says nothing
    ConvId conv;
    BodyId body;
  };
  using Record = std::variant<Compose, Resolve, Store, Skip, Consumption, Effect, TakeBack, Rebase>;

  Conversation* find(ConvId conv);
  Event event(EventKind kind, ConvId conv) const;
  /// An entry where an observer sees it: a copy counts as what it is a copy of.
  Event event(EventKind kind, const Conversation& conv) const;  // in its lineage
  Event event(EventKind kind, const Conversation& conv, const Entry& entry) const;
  void write(Record record, Outputs& out);
  std::uint32_t index_of(const Conversation& conv) const;

  // Durable effects, the same in a run and in a recovery.
  void apply(const Context&, const Compose&, Outputs&);
  void apply(const Context&, const Resolve&, Outputs&);
  void apply(const Context&, const Store&, Outputs&);
  void apply(const Context&, const Skip&, Outputs&);
  void apply(const Context&, const Consumption&, Outputs&);
  void apply(const Context&, const Effect&, Outputs&);
  void apply(const Context&, const TakeBack&, Outputs&);
  void apply(const Context&, const Rebase&, Outputs&);
  // What follows from them in a run.
  void after(const Context&, const Compose&, Outputs&);
  void after(const Context&, const Resolve&, Outputs&);
  void after(const Context&, const Store&, Outputs&);
  void after(const Context&, const Skip&, Outputs&);
  void after(const Context&, const Consumption&, Outputs&);
  void after(const Context&, const Effect&, Outputs&) {}
  void after(const Context&, const TakeBack&, Outputs&);
  void after(const Context&, const Rebase&, Outputs&);

  // Session (sdk_session.cc).
  void watch_connect(const Context&, Outputs&);
  void connect(const Context&, Outputs&);
  void connect_later(const Context&, Outputs&);
  void lose_session(Outputs&);
  void on_asked(const Context&, const Ping&, Outputs&);
  void on_connected(const Context&, const Connected&, Outputs&);
  void sync(const Context&, Outputs&);
  void arm_heartbeat(const Context&, Outputs&);
  void arm_sync(Duration after, Ratio jitter, Outputs&);
  std::vector<Position> positions() const;

  // Outbox (sdk_outbox.cc).
  void pump(const Context&, Conversation&, Outputs&);
  void begin_sending(const Context&, Conversation&, Outputs&);
  void end_sending(const Context&, Conversation&, Outputs&);
  void next_to_send(const Context&, Outputs&);
  void fill_window(const Context&, Conversation&, Outputs&);
  void resend(const Context&, Conversation&, Cseq from, Outputs&);
  void transmit(const Context&, Conversation&, OutboxRow&, Outputs&);
  void arm_resend(const Context&, Conversation&, Outputs&);
  static bool awaits_answer(const Conversation&);
  void on(const Context&, const SendAck&, Outputs&);
  void on(const Context&, const SendNack&, Outputs&);

  // Inbox (sdk_inbox.cc).
  void pull(const Context&, Conversation&, Outputs&);
  void ask(const Context&, Conversation&, Outputs&);
  void end_pull(const Context&, Conversation&, Outputs&);
  void announce(const Context&, Conversation&, Seq hw, Outputs&);
  void acknowledge(const Context&, Conversation&, Outputs&);
  void acknowledge_later(const Context&, Conversation&, Outputs&);
  void consume(const Context&, Conversation&, Outputs&);
  void hand_over(const Context&, Conversation&, const Entry&, Seq cursor, Outputs&);
  void consume_one(const Context&, Conversation&, Seq, Outputs&);
  Ack ack(const Context&, const Conversation&) const;
  void on(const Context&, const Notify&, Outputs&);
  void on(const Context&, Data&, Outputs&);
  void on(const Context&, const Truncated&, Outputs&);
  void on(const Context&, const Consume&, Outputs&);

  // What is known already (sdk_known.cc).
  static bool known(const Context&, const Conversation&, const Store&, const Entry&);
  static bool known_from_before(const Conversation&, const Entry&);
  static void remember(const Context&, Conversation&, Seq);
  void show(const Context&, Conversation&, const Entry&, Outputs&);
  void forget_cache(const Directory&);

  // Where acknowledged positions may be lost (sdk_lineage.cc).
  void on(const Context&, const Resync&, Outputs&);
  bool of_this_lineage(const Context&, Conversation&, Lineage, Outputs&);
  static void submit_again(Conversation&, Seq fork);

  // What comes unasked for (sdk_push.cc).
  void on(const Context&, const Push&, Outputs&);

  // Signals (sdk_signals.cc).
  void on(const Context&, const Relay&, Outputs&);

  // Durable, save where it says otherwise; what every step looks at comes first.
  DeviceId device_;
  InstId inst_;
  UserId user_;
  ConnectionId connection_;  // volatile, as the following
  Session session_;
  Instant heard_;
  std::vector<Conversation> conversations_;  // ascending by id
  State state_ = State::Idle;                // volatile, as the next one
  bool network_ = true;
  bool restarted_ = false;  // it was started before
  bool fallback_ = false;   // the cache was lost once: message ids decide what is new
  std::uint32_t made_ = 0;  // messages this installation has named
  Fifo<Record> written_;    // on its way to storage
  Boxed<FlatMap<Msgid, bool>> shown_ids_;  // the app's own set, if Directory::caches_may_be_lost
  // Volatile:
  std::uint32_t requests_ = 0;
  std::uint32_t heartbeat_generation_ = 0;
  std::uint32_t sync_generation_ = 0;
  std::uint32_t connect_generation_ = 0;
  std::uint32_t attempts_ = 0;
  Backoff reconnect_;
  Backoff connect_wait_;       // for CONNECTED
  std::uint32_t counter_ = 0;  // messages named since the start
  std::uint32_t found_ = 0;    // where find() looks first: what is spoken of often goes on
  Turns pulls_;                // of conversations by index; who waits is `queued`
  Turns sends_;                // of those that are `sending`; who waits is `send_queued`
  Boxed<SignalOrder> signals_;
};

}  // namespace imstorm
