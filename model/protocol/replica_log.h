#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "model/protocol/store.h"
#include "model/types/frames.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// The log of commands that the replicas of one shard of the store agree on, as one of them holds
/// it: terms, votes, a leader, entries that are copied from it, and how many of them are committed.
/// Ongaro and Ousterhout, "In search of an understandable consensus algorithm", ATC'14, without
/// snapshots and without changes of membership. A value without clock or wire: it says what is to
/// be sent and how many records it has written, and is told when those are durable.
class ReplicaLog {
 public:
  using Index = std::uint64_t;  ///< 1, 2, ...; 0 is before the first entry
  enum class Role : std::uint8_t { Follower, Candidate, Leader };
  static constexpr std::size_t kRowsMax = 64;        ///< entries in one REPLICATE
  static constexpr std::size_t kLogMax = 1'000'000;  ///< entries; a leader takes no more
  static constexpr std::uint32_t kNobody = 0xffffffff;

  /// What a step leads to.
  struct Effects {
    std::vector<std::pair<std::uint32_t, Frame>> messages;  ///< to which replica
    std::uint32_t records = 0;                              ///< written; to be made durable
  };

  ReplicaLog() = default;
  /// `self` of `count` replicas, counted from 0.
  /// With `lazy`, what a leader takes waits for its next beat.
  ReplicaLog(std::uint32_t self, std::uint32_t count, StoreOptions::Replicate mode,
             bool lazy = false);

  /// Its disk is lost and a new one is set up: it has nothing and counts for nothing until a leader
  /// has told it how far it must come. `first` is above every term that it may have known.
  void wipe(Term first);

  void restart();                   ///< only what is durable is known
  void campaign(Effects& effects);  ///< no leader was heard of for too long
  void beat(Effects& effects);      ///< a leader tells everybody that it is there
  bool blank() const { return now_.blank; }
  bool whole() const { return !now_.blank && !durable_.blank; }  ///< whatever crash comes next
  /// A leader takes a command. False: it is none, or the log is full.
  bool append(std::shared_ptr<const Logged> what, Effects& effects);
  void on(std::uint32_t from, const Vote&, Effects&);
  void on(std::uint32_t from, const Voted&, Effects&);
  void on(std::uint32_t from, const Replicate&, Effects&);
  void on(std::uint32_t from, const Replicated&, Effects&);
  void persisted(std::uint32_t records, Effects& effects);
  /// After a crash: the first `survivors` of the written records are durable.
  void recover(std::uint32_t survivors);

  /// The next committed entry, once it is durable here as well; null if there is none.
  const LogRow* next();
  /// What is written here and was not handed out by next() yet, committed or not.
  std::vector<const Logged*> pending() const;
  /// True once after entries that next() had handed out were taken back: all must be applied anew.
  bool take_rewind();

  Role role() const { return role_; }
  bool leads() const { return role_ == Role::Leader; }
  /// A leader that knows all that was ever committed: it may answer.
  bool ready() const { return leads() && quorum_ >= first_of_term_; }
  Term term() const { return now_.term; }
  std::uint32_t leader() const { return leader_; }  ///< kNobody while none is known
  Index last() const { return now_.rows.size(); }
  const LogRow& row(Index index) const { return now_.rows[index - 1]; }
  Index commit() const { return commit_; }
  Index applied() const { return applied_; }
  std::uint32_t unsynced() const { return static_cast<std::uint32_t>(written_.size()); }

 private:
  struct Stored {  // what a disk holds
    Term term;
    std::uint32_t voted_for = kNobody;  // in this term
    std::vector<LogRow> rows;           // entry i is at i - 1
    bool blank = false;                 // since its disk was lost
  };
  struct Ballot {
    Term term;
    std::uint32_t voted_for = kNobody;
    bool blank = false;
  };
  struct Rows {  // replace everything from `first` on
    Index first = 0;
    std::vector<LogRow> rows;
  };
  struct Record {
    std::variant<Ballot, Rows> what;
    std::vector<std::pair<std::uint32_t, Frame>> then;  // said when it is durable
  };

  static Term term_at(const Stored& stored, Index index);
  static void store(Stored& stored, const Record& record);
  void write(Record record, Effects& effects);
  void enter(Term term, std::uint32_t vote, Effects& effects);
  void count_votes(Effects& effects);
  void lead(Effects& effects, bool forced);
  void begin_term(Loss loss, Effects& effects);
  void replicate(std::uint32_t to, Effects& effects);
  void replace_from(Index first, std::vector<LogRow> rows, Effects& effects);
  void say_when_durable(std::uint32_t to, Replicated frame, Index upto, Effects& effects);
  void count();
  void settle_ballot(const Ballot& ballot, Effects& effects);
  std::size_t majority() const { return match_.size() / 2 + 1; }

  std::uint32_t self_ = 0;
  StoreOptions::Replicate mode_{};
  bool lazy_ = false;
  Stored now_;            // what this replica goes by
  Stored durable_;        // what a crash leaves
  Fifo<Record> written_;  // between the two
  Index synced_ = 0;      // entries of now_ that are in durable_ too
  // Volatile:
  Role role_ = Role::Follower;
  std::uint32_t leader_ = kNobody;
  std::vector<bool> votes_;
  std::vector<bool> blank_;   // whose vote says nothing: its disk was lost
  std::vector<Index> next_;   // the entry to send to each
  std::vector<Index> match_;  // each has everything up to here, durably
  Index first_of_term_ = 0;   // of a leader: its own first entry
  Index quorum_ = 0;          // of a leader: a majority has everything up to here
  Index commit_ = 0;
  Index applied_ = 0;  // invariant: applied_ <= commit_, and applied_ <= synced_
  bool rewind_ = false;
};

}  // namespace imstorm
