#pragma once

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "model/protocol/membership.h"
#include "model/protocol/options.h"
#include "model/protocol/split_log.h"
#include "model/types/frames.h"
#include "sim/core/dense.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// One conversation as the store holds it: the log, who wrote what (for recognising repeats), how
/// far each device is, and which writer is allowed. Every method is one transaction on this record
/// alone.
class ConversationRecord {
 public:
  /// A device of a member, known from the start; nothing is trimmed before it has consumed it.
  void admit(DeviceId device, UserId user);
  /// A device of somebody who may join some day.
  void know(DeviceId device, UserId user);

  /// Compare-and-swap of the writer's epoch (rule L1).
  Taken take(const Take& request);

  /// The append transaction: fence, identity, order, position and outcome in one step (rules S1,
  /// S2, S4). `author` is the sending device's user.
  /// `now` is the store's steady clock; only a dedup window with a time limit reads it.
  Appended append(const Append& request, UserId author, const ProtocolOptions& options,
                  Instant now = {});

  /// Registers an installation, or re-bases its cursors under a new session (rules D2, H47).
  /// `now` is the store's steady clock, which AckOptions::retain goes by.
  Attached attach(const Attach& request, const ProtocolOptions& options, Instant now = {});

  /// Moves the cursors of current sessions forward and trims what nobody needs.
  void advance(const Cursors& cursors, const ProtocolOptions& options, Instant now = {});

  /// A device that this log is not kept for any more, and up to where it is gone. In an inbox, up
  /// to where the copies of one conversation are.
  struct GivenUp {
    DeviceId device;
    Seq upto;
    ConvId origin{};
  };
  /// Since this was last asked (rule D3).
  std::vector<GivenUp> take_given_up();

  /// The oldest entries after `after` that the reader's user may see, at most `limit`. What the
  /// user may not see counts as examined, so that the cursor moves over it (rule P2).
  Page read(const Read& request, const ProtocolOptions& options) const;

  /// As read(), where messages are in a cache only: whatever is still there, and the cursor moves
  /// over what is not (StoreOptions::Cache::OnlyStore).
  Page read_cache(const Read& request, const ProtocolOptions& options) const;

  /// The row by which a repeat of `append` is recognised, before the message itself is appended
  /// (DedupOptions::Write::BeforeAppend).
  void note_sender(const Append& append, const ProtocolOptions& options);
  void forget_half_appends() { noted_ = {}; }  ///< after a crash between the two
  void forget_senders() {                      ///< DedupOptions::Write::Memory
    senders_.clear();
    forgetful_ = true;
  }
  void flush() { log_.clear(); }  ///< StoreOptions::Cache::OnlyStore
  std::size_t size() const { return log_.size(); }

  Lineage lineage() const { return lineage_; }
  /// What was acknowledged may be lost: a new lineage begins behind what is here.
  void fork(Lineage lineage);
  /// Up to where another lineage is the same as the one that holds; 0 if it is not known.
  Seq common(Lineage other) const;
  /// Decides what is undecided up to a position (rule S6).
  Resolved resolve(const Resolve& request, const ProtocolOptions& options);

  /// Where numbers come from elsewhere: what became readable since this was last asked, in order.
  std::vector<Entry> take_decided();

  /// Where the fence is a clock: how long another writer than `by` has still got.
  Duration lease_of_others(ProcessId by, Instant now) const;
  void lease(ProcessId by, Instant until);

  Head head(ConvId conv) const { return {conv, lineage_, last_, floor_, top()}; }
  // Of a conversation whose messages are copied to its members' inboxes, and of an inbox
  // (inbox_record.cc).
  /// Takes a copy in, unless it is there already; its place in this log, or 0. `now` as above.
  Entry deliver(const Entry& copy, const ProtocolOptions& options, Instant now = {});
  void fanned(const Fanned& news, const ProtocolOptions& options);
  /// Was a copy of that position ever taken in?
  bool had(ConvId origin, Seq seq) const;
  const Membership& members() const { return members_; }

  Seq last() const { return last_; }
  bool kept() const { return !readers_.empty(); }  ///< false: it is another shard's
  Seq floor() const { return floor_; }
  bool visible(UserId user, Seq seq) const { return !members_.mixed() || members_.sees(user, seq); }
  /// A user who has consumed up to a position needs nothing up to this one.
  Seq needless(UserId user, Seq consumed) const {
    return members_.mixed() ? members_.last_invisible_after(user, consumed) : consumed;
  }
  /// The position that its sender was or will be told; 0 if there is no such outcome here.
  Seq told(Cmid cmid) const;
  /// True if it is certain that the message was never written here, or that this was lost: the
  /// outcome of each message of an installation is kept as long as that is the registered one.
  bool lacks(DeviceId device, Cmid cmid, const ProtocolOptions& options) const;
  bool refused(Cmid cmid) const;  ///< for good
  /// The position of a workload message in the log, or 0 if it is not (or no longer) there.
  Seq position_of(BodyId body) const;

 private:
  struct OutcomeRow {
    Cmid cmid;
    Seq seq;
    Msgid msgid;
    BodyId body;
    Instant used;  // when it was made, or under Window::Lru last asked for
    bool rejected = false;
  };
  struct Sender {
    Cseq last;
    Seq newest;  // the highest position of its messages
    FlatMap<Cseq, OutcomeRow> outcomes;
  };
  struct Reader {
    UserId user;
    InstId inst;  // the registered installation; none before the first attach
    Session session;
    Seq recv;
    Seq consumed;
    Instant heard = kNever;  // of it, last; never: not yet
    bool absent = false;     // for longer than AckOptions::retain
    Seq given_up;            // what was trimmed meanwhile
  };

  bool registered(const Via& via) const;
  bool refuses(const Append& request, const ProtocolOptions& options) const;
  bool too_low(const Append& request, const Sender& sender, const ProtocolOptions& options) const;
  bool dense(const Sender* sender, const ProtocolOptions& options) const;
  OutcomeRow* find_outcome(Sender& sender, const Send& send, bool dense) const;
  bool commit(const Append& request, UserId author, const ProtocolOptions& options,
              Appended& result);
  bool decided(Seq seq) const;
  void publish(Seq upto);
  void insert_behind(Entry entry);
  Seq top() const { return std::max(last_, split_.top()); }
  void remember(Sender& sender, const Send& send, const Appended& result,
                const DedupOptions& options, Instant now);
  void forget_expired(const DedupOptions& options, Instant now);
  void trim_cache(const StoreOptions& options);
  bool pulled(const ProtocolOptions& options) const;
  // Nobody is kept waiting for entries up to here.
  Seq unneeded(const ProtocolOptions& options) const;
  void trim(const ProtocolOptions& options);
  void note_absence(const ProtocolOptions& options, Instant now);
  void tell_origins(Page& page) const;
  std::size_t behind(Seq seq) const;  // the index in log_ of the first entry above
  void examine(UserId user, const Read& request, const ProtocolOptions& options, Page& page) const;

  struct Fork {  // where a lineage left the one before it
    Lineage from;
    Seq at;
  };
  static constexpr std::size_t kForksMax = 64;  // of older ones, everything is pulled again

  Epoch epoch_;
  Lineage lineage_;
  std::vector<GivenUp> given_up_;  // and not told yet
  std::vector<Fork> forks_;        // in order; the last one led to lineage_
  Seq last_;
  Seq floor_;  // invariant: log_ holds what is in (floor_, last_], unless it is a cache only
  bool forgetful_ = false;  // what it knew of senders was lost
  Cmid noted_;              // what note_sender() has just noted: its append follows
  Fifo<Entry> log_;
  Membership members_;
  FlatMap<InstId, Sender> senders_;
  FlatMap<DeviceId, Reader> readers_;
  Seq fanned_;
  std::set<std::pair<ConvId, Seq>> copies_;  // of an inbox: what it ever took in
  FlatMap<ConvId, Seq> copies_trimmed_;      // of an inbox: the highest position that is trimmed
  SplitLog split_;                           // only where numbers come from elsewhere, as all below
  std::vector<Entry> decided_;
  ProcessId leased_by_;
  Instant leased_until_;
};

}  // namespace imstorm
