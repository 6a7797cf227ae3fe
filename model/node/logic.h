#pragma once

#include <optional>
#include <vector>

#include "model/node/directory.h"
#include "model/node/io.h"
#include "model/protocol/entry_cache.h"
#include "model/protocol/fanout.h"
#include "model/protocol/leader_book.h"
#include "model/protocol/membership.h"
#include "model/protocol/subscription.h"
#include "sim/core/dense.h"

namespace imstorm {

/// A logic process: sequencer of the conversations that are routed to it, their notifier and their
/// cache. All of it is volatile; what counts is in the store, and only the holder of a
/// conversation's epoch can append there.
class LogicNode {
 public:
  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, TimerFired input, Outputs& out);
  void step(const Context& context, PeerUp input, Outputs& out);
  void step(const Context& context, PeerDown input, Outputs& out);
  void step(const Context& context, CacheFlushed, Outputs& out);
  void step(const Context& context, RingNews input, Outputs& out);

  /// How many devices are still being notified, or still told to consume (for the end of a run).
  std::uint64_t owed(const Directory& directory, Subscription::Debt debt) const;
  std::size_t cached() const;  ///< entries that a flush of the caches would take

 private:
  enum TimerKind : std::uint8_t { kNudge = 1, kReport = 2, kSeek, kHole, kLease, kFanout };

  /// A message whose number or id is asked for, or that is on its way to be inserted there.
  struct Draft {
    Send send;
    std::uint32_t name = 0;
    Seq seq;
    Msgid msgid;
    std::uint32_t tries = 0;
    bool written = false;
  };
  /// Only where numbers or ids come from an id service.
  struct Numbering {
    bool resolving = false;     // the epoch is held, what its former owners left is not decided yet
    Seq top;                    // the newest position known to be stored
    std::vector<Draft> drafts;  // in the order of their SENDs
    std::vector<SendAck> held;  // stored above the head: nobody may know yet
    std::uint32_t drafts_named = 0;
    std::uint32_t turn = 0;     // for id services taken in turn
    std::uint32_t section = 0;  // for one of them after the other, as each is gone
    std::uint32_t hole_generation = 0;
    bool hole_watched = false;
    Instant leased_until;
  };
  /// Of a group that people join and leave: how fresh is what is known of its members, and the
  /// signals that wait for the store to say it anew.
  struct Roll {
    std::optional<Instant> as_of;  // steady clock, as the following
    std::optional<Instant> asked;  // the question that is under way
    std::uint32_t turn = 0;
    Seq end;  // of what could be read then
    std::vector<Signal> held;
  };
  struct Conversation {
    ConvId id;
    bool owner = false;
    bool taking = false;
    Epoch epoch;  // the one held, or the one believed current
    Lineage lineage;
    Seq hw;  // the newest position known to be committed
    EntryCache cache;
    Membership members;   // as of its last change told in full
    Seq members_changed;  // the last change that it heard of
    bool drives = false;  // takes the epoch to go on copying
    Fanout fanout;
    std::vector<Send> waiting;                       // until the epoch is held
    FlatMap<DeviceId, std::uint32_t> subscriptions;  // index into subscriptions_
    std::vector<std::uint32_t> unreported;           // subscriptions whose cursors moved
    std::uint32_t report_generation = 0;
    Numbering numbers;
    Roll roll;
  };
  static constexpr std::size_t kWaitingMax = 1'000;
  static constexpr std::uint32_t kTriesMax = 4;      // positions offered for one message
  static constexpr std::uint32_t kPermitsMax = 100;  // at once, where each message has its own

  template <class F>
  void on(const Context&, ProcessId, F&, Outputs&);
  void on(const Context&, ProcessId from, Send&, Outputs&);
  void on(const Context&, ProcessId from, Taken&, Outputs&);
  void on(const Context&, ProcessId from, Appended&, Outputs&);
  void on(const Context&, ProcessId from, Allocated&, Outputs&);
  void on(const Context&, ProcessId from, Resolved&, Outputs&);
  void on(const Context&, ProcessId from, Cursors&, Outputs&);
  void on(const Context&, ProcessId from, Subscribe&, Outputs&);
  void on(const Context&, ProcessId from, Attached&, Outputs&);
  void on(const Context&, ProcessId from, Unsubscribe&, Outputs&);
  void on(const Context&, ProcessId from, Pull&, Outputs&);
  void on(const Context&, ProcessId from, Page&, Outputs&);
  void on(const Context&, ProcessId from, Ack&, Outputs&);
  void on(const Context&, ProcessId from, ConsumeAck&, Outputs&);

  // Rings (logic_ring.cc).
  void on(const Context&, ProcessId from, Ping&, Outputs&);
  void learn(const Context&, std::uint32_t version, Outputs&);
  bool moved_away(const Context&, std::uint64_t key, std::uint32_t routed_by) const;
  void hand_over(const Context&, Conversation&, Outputs&);
  SendNack not_owner(const Send& send) const;

  // Signals (logic_signals.cc).
  void on(const Context&, ProcessId from, Signal&, Outputs&);
  void on(const Context&, ProcessId from, Members&, Outputs&);
  void ask_members(const Context&, Conversation&, Outputs&);
  bool fresh_roll(const Context&, Conversation&, const Signal&, Outputs&);
  void pass_on(const Context&, const Conversation*, const Signal&, std::uint64_t key, Outputs&);
  void on(const Context&, ProcessId from, Presence&, Outputs&);
  // logic_stores.cc
  void on(const Context&, ProcessId from, Leader&, Outputs&);
  ProcessId store_of(const Context&, ConvId) const;
  void to_store(const Context&, ConvId, Frame, Outputs&) const;
  void to_reader(const Context&, const Conversation&, const Pull&, bool head_known, Outputs&) const;
  void follow_leader(const Context&, std::uint32_t shard, Outputs&);
  void on_seek(const Context&, std::uint32_t shard, Outputs&);

  Conversation& conversation(const Context&, ConvId conv);
  static Seq notified(const Conversation&, const Directory&);
  Subscription* subscription(Conversation& conv, const Via& via, const Directory& directory);
  void append(const Context&, Conversation&, const Send&, Outputs&);
  void take(const Context&, Conversation&, Outputs&);
  void step_down(Conversation&);
  void distrust(Conversation&);
  void own(const Context&, Conversation&, Outputs&);
  void tell_outcome(const Context&, Conversation&, const Appended&, Outputs&);

  // Numbers from an id service (logic_numbers.cc).
  void draft(const Context&, Conversation&, const Send&, Outputs&);
  void ask(const Context&, Conversation&, const Draft&, Allocate::What, std::uint64_t above,
           Outputs&);
  void peek(const Context&, Conversation&, Outputs&);
  void write_drafts(const Context&, Conversation&, Outputs&);
  bool offer_again(const Context&, Conversation&, const Appended&, Outputs&);
  void finish_draft(const Context&, Conversation&, const Appended&, Outputs&);
  bool hold_back(const Context&, Conversation&, const Appended&, const SendAck&, Outputs&);
  void release_held(const Context&, Conversation&, Outputs&);
  void watch_hole(const Context&, Conversation&, Seq top, Outputs&);
  void on_hole(const Context&, Conversation&, Outputs&);
  void take_later(const Context&, Conversation&, Outputs&);
  void forget_numbers(const Context&, ProcessId ids);
  ProcessId ids_for(const Context&, Conversation&, Allocate::What) const;
  ProcessId section_server(const Context&, Conversation&) const;
  void raise(const Context&, Conversation&, Seq hw, Outputs&);
  bool follow_lineage(const Context&, Conversation&, Lineage, Outputs&);
  void push(const Context&, Conversation&, const Entry&, Outputs&);
  // Copies for inboxes (logic_fanout.cc).
  void on(const Context&, ProcessId from, Delivered&, Outputs&);
  void on(const Context&, ProcessId from, Raised&, Outputs&);
  static std::vector<UserId> viewers(const Context&, const Conversation&, Seq);
  void copy_to(const Context&, const Conversation&, const Entry&, UserId, Outputs&) const;
  static void begin_fanout(const Context&, Conversation&, Seq fanned);
  void fan_out_fresh(const Context&, Conversation&, const Entry&, Outputs&);
  void fan_out(const Context&, Conversation&, Outputs&);
  void on_fanout_page(const Context&, const Page&, Outputs&);
  void on_fanout_timer(const Context&, Conversation&, Outputs&);
  void resume_fanout(const Context&, Conversation&, Seq fanned, Seq hw, Outputs&);
  // Members (logic_members.cc).
  static void admit_founders(const Context&, Conversation&);
  static void follow_members(const Context&, Conversation&, const Entry&);
  static void learn_members(Conversation&, Seq changed, const std::vector<MemberRow>&);
  static bool knows_members(const Conversation&);
  static void keep_visible(const Context&, const Conversation&, const Via&, Data&);
  void advance(const Context&, Conversation&, const Via&, Seq recv, Seq consumed, Outputs&);
  void permit(const Context&, const Subscription&, Outputs&);
  static void mark_repeats(const Context&, Subscription*, Data&);
  void report_again(const Context&, Conversation&, Outputs&);
  void report_later(const Context&, Conversation&, std::uint32_t index, Outputs&);
  void nudge_later(const Context&, const Conversation&, std::uint32_t index, Outputs&);
  void on_nudge(const Context&, std::uint32_t index, Outputs&);
  void on_report(const Context&, Conversation&, Outputs&);
  std::uint32_t take_slot(const std::uint32_t* known);
  void drop(std::uint32_t index);

  DenseVector<ConvId, std::uint32_t> slots_;  // 1 + index into conversations_; 0 = none
  std::vector<Conversation> conversations_;
  std::vector<Subscription> subscriptions_;
  std::vector<std::uint32_t> free_;
  struct Present {
    Via via;
    bool here = false;
  };
  DenseVector<DeviceId, Present> present_;  // where signals for a device go
  std::uint32_t ring_ = 0;                  // the newest version heard of
  LeaderBook leaders_;
  FlatMap<ProcessId, bool> gone_;         // the servers that cannot be reached
  FlatMap<std::uint32_t, bool> seeking_;  // shards whose leader is asked for in a while
};

}  // namespace imstorm
