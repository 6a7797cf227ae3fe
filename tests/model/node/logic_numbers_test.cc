// A writer whose numbers come from an id service (rule S6).
#include <gtest/gtest.h>

#include "tests/model/node/logic_bench.h"

namespace imstorm {
namespace {

const ProcessId kIds(5);

struct SplitBench : Bench {
  explicit SplitBench(SeqOptions::Allocate allocate = SeqOptions::Allocate::WithAppend) {
    directory.ids = {kIds};
    directory.options.seq.source = SeqOptions::Source::RedisSync;
    directory.options.seq.allocate = allocate;
  }
  const Outputs& send(std::uint32_t n) { return receive(kGateway, send_of(kAda, n)); }
  const Outputs& allocated(const Allocate& asked, std::uint64_t number) {
    return receive(kIds, Allocated{asked.conv, asked.what, asked.draft, number, asked.body, 0});
  }
  const Outputs& resolved(std::uint64_t hw, bool done = true) {
    return receive(kStore, Resolved{{kDm, {}, Seq{hw}, {}, Seq{hw}}, Epoch{1}, done});
  }
  const Outputs& stored(const Append& append, std::uint64_t hw, std::uint64_t top) {
    Appended made = result(append.send, Appended::Code::Committed, append.seq.value);
    made.draft = append.draft;
    made.hw = Seq{hw};
    made.top = Seq{top};
    return receive(kStore, made);
  }
  /// The writer, everything before it resolved up to `hw`, with its first message in hand.
  Allocate begin(std::uint64_t hw) {
    send(1);
    taken(1, true, hw);
    allocated(only<Allocate>(out), hw);
    return only<Allocate>(resolved(hw));
  }
};

TEST(SplitWriter, ResolvesWhatItsPredecessorsLeftBeforeItWrites) {
  SplitBench logic;
  logic.send(1);
  logic.taken(1, true, 3);
  const Allocate peek = only<Allocate>(logic.out);
  EXPECT_EQ(peek.what, Allocate::What::Peek);
  EXPECT_EQ(peek.above, 3u) << "the log's end, for a service that has forgotten";
  logic.allocated(peek, 5);
  EXPECT_EQ(only<Resolve>(logic.out).upto, Seq{5});
  EXPECT_TRUE(sent<Append>(logic.out).empty());
  logic.resolved(5);
  const Allocate asked = only<Allocate>(logic.out);
  EXPECT_EQ(asked.what, Allocate::What::Seq);
  EXPECT_EQ(only<Append>(logic.allocated(asked, 6)).seq, Seq{6});
}

TEST(SplitWriter, BeginsAnewAWhileAfterACommitOfItsIdServiceFailed) {
  SplitBench logic;
  logic.send(1);
  const Allocate peek = only<Allocate>(logic.taken(1, true, 3));
  Allocated failed{peek.conv, peek.what, peek.draft, 0, peek.body, 0};
  failed.failed = true;
  logic.receive(kIds, failed);
  EXPECT_TRUE(sent<Resolve>(logic.out).empty()) << "nobody knows what was given out";
  const Take again = only<Take>(logic.step(timer(logic.out, milliseconds(500))));
  EXPECT_EQ(again.expected, Epoch{1});
  EXPECT_EQ(only<Allocate>(logic.taken(2, true, 3)).what, Allocate::What::Peek);
}

/// Without a fence in the store, what it resolved is done although another writer is there by now.
TEST(SplitWriter, TakesTheEpochAgainWhereAnotherWriterTookItMeanwhile) {
  SplitBench logic;
  logic.directory.options.seq.fence = SeqOptions::Fence::LeaseClock;
  logic.send(1);
  logic.allocated(only<Allocate>(logic.taken(1, true, 3)), 3);
  logic.receive(kStore, Resolved{{kDm, {}, Seq{3}, {}, Seq{3}}, Epoch{2}, true});
  EXPECT_TRUE(sent<Allocate>(logic.out).empty());
  EXPECT_EQ(only<Take>(logic.step(timer(logic.out, milliseconds(500)))).expected, Epoch{2});
}

TEST(SplitWriter, AsksForOneNumberAtATime) {
  SplitBench logic;
  const Allocate first = logic.begin(0);
  EXPECT_EQ(frames(logic.send(2)), 0u);
  const Append append = only<Append>(logic.allocated(first, 1));
  EXPECT_EQ(sent<Allocate>(logic.stored(append, 1, 1)).size(), 1u);
}

TEST(SplitWriter, AsksForAsManyAsThereAreWhereOrderIsLeftToTheStore) {
  SplitBench logic(SeqOptions::Allocate::ThenAppend);
  const Allocate first = logic.begin(0);
  const Allocate second = only<Allocate>(logic.send(2));
  EXPECT_EQ(only<Append>(logic.allocated(second, 2)).seq, Seq{2}) << "before the first";
  EXPECT_EQ(only<Append>(logic.allocated(first, 1)).seq, Seq{1});
}

TEST(SplitWriter, TellsTheSenderWhenEverybodyCanReadIt) {
  SplitBench logic(SeqOptions::Allocate::ThenAppend);
  const Allocate first = logic.begin(0);
  const Allocate second = only<Allocate>(logic.send(2));
  const Append later = only<Append>(logic.allocated(second, 2));
  EXPECT_TRUE(sent<SendAck>(logic.stored(later, 0, 2)).empty());
  const Append sooner = only<Append>(logic.allocated(first, 1));
  EXPECT_EQ(sent<SendAck>(logic.stored(sooner, 2, 2)).size(), 2u);
}

TEST(SplitWriter, OffersAMessageAnotherNumberWhenItsOwnIsTaken) {
  SplitBench logic;
  const Append append = only<Append>(logic.allocated(logic.begin(0), 1));
  Appended refused = logic.result(append.send, Appended::Code::Occupied);
  refused.draft = append.draft;
  refused.top = Seq{4};
  const Allocate again = only<Allocate>(logic.receive(kStore, refused));
  EXPECT_EQ(again.above, 4u);
  EXPECT_EQ(only<Append>(logic.allocated(again, 5)).seq, Seq{5});
}

TEST(SplitWriter, OffersAMessageFourNumbersAtMost) {
  SplitBench logic;
  Allocate asked = logic.begin(0);
  for (std::uint64_t n = 1; n <= 4; ++n) {
    const Append append = only<Append>(logic.allocated(asked, n));
    Appended refused = logic.result(append.send, Appended::Code::Occupied);
    refused.draft = append.draft;
    logic.receive(kStore, refused);
    if (n < 4) asked = only<Allocate>(logic.out);
  }
  EXPECT_EQ(only<SendNack>(logic.out).code, SendNack::Code::NotOwner) << "its sender tries again";
  EXPECT_TRUE(sent<Allocate>(logic.out).empty());
}

TEST(SplitWriter, HasOneNumberForEachMessage) {
  SplitBench logic;
  const Allocate asked = logic.begin(0);
  EXPECT_EQ(sent<Append>(logic.allocated(asked, 1)).size(), 1u);
  EXPECT_EQ(frames(logic.allocated(asked, 2)), 0u) << "a repeated answer";
}

TEST(SplitWriter, ResolvesUpToWhatIsStoredAbove) {
  SplitBench logic;
  logic.send(1);
  Taken won{kDm, Epoch{1}, {}, Seq{3}, true};
  won.top = Seq{9};
  const Allocate peek = only<Allocate>(logic.receive(kStore, won));
  EXPECT_EQ(peek.above, 9u);
  EXPECT_EQ(only<Resolve>(logic.allocated(peek, 5)).upto, Seq{9});
  logic.receive(kStore, Resolved{{kDm, {}, Seq{9}, {}, Seq{9}}, Epoch{7}, true});
  EXPECT_TRUE(sent<Allocate>(logic.out).empty()) << "the answer to another epoch's question";
}

TEST(SplitWriter, FencesBeforeItBuriesAHole) {
  SplitBench logic(SeqOptions::Allocate::ThenAppend);
  const Allocate first = logic.begin(0);
  const Allocate second = only<Allocate>(logic.send(2));
  logic.stored(only<Append>(logic.allocated(second, 2)), 0, 2);
  const TimerFired hole = timer(logic.out, logic.directory.options.seq.hole_after);
  logic.step(hole);
  EXPECT_EQ(only<Take>(logic.out).expected, Epoch{1});
  EXPECT_TRUE(sent<Resolve>(logic.out).empty());
  EXPECT_TRUE(sent<Append>(logic.allocated(first, 1)).empty()) << "too late";
}

TEST(SplitWriter, BeginsAnewWhenAnotherReplicaLeads) {
  SplitBench logic;
  const ProcessId other(6);
  logic.directory.replicas = {{kStore, other}};
  EXPECT_EQ(sent<Append>(logic.allocated(logic.begin(0), 1)).size(), 1u);
  logic.receive(other, Leader{Term{2}, other});  // nobody answers that append any more
  logic.send(1);
  EXPECT_EQ(receivers<Take>(logic.out), std::vector<ProcessId>{other});
  logic.taken(1, true, 0);
  logic.allocated(only<Allocate>(logic.out), 1);
  const Allocate asked = only<Allocate>(logic.resolved(1));
  EXPECT_EQ(only<Append>(logic.allocated(asked, 2)).send.cseq, Cseq{1});
}

TEST(SplitWriter, SkipsAHoleOnASuspicion) {
  SplitBench logic(SeqOptions::Allocate::ThenAppend);
  logic.begin(0);
  logic.directory.options.seq.hole = SeqOptions::Hole::SkipOnTimeout;
  const Allocate second = only<Allocate>(logic.send(2));
  logic.stored(only<Append>(logic.allocated(second, 2)), 0, 2);
  logic.step(timer(logic.out, logic.directory.options.seq.hole_after));
  EXPECT_EQ(only<Resolve>(logic.out).how, Resolve::How::Skip);
}

TEST(SplitWriter, BeginsAnewWhenTheIdServiceWasAway) {
  SplitBench logic;
  logic.begin(0);
  logic.step(PeerDown{kIds});
  EXPECT_EQ(sent<Take>(logic.send(1)).size(), 1u);
}

TEST(SplitWriter, BeginsAnewAlsoWhereItHadNothingInFlight) {
  SplitBench logic;
  logic.stored(only<Append>(logic.allocated(logic.begin(0), 1)), 1, 1);
  logic.step(PeerDown{kIds});
  EXPECT_EQ(sent<Take>(logic.send(2)).size(), 1u);
  EXPECT_TRUE(sent<Allocate>(logic.out).empty()) << "the service may have forgotten where it was";
}

TEST(SplitWriter, AnswersTheSenderWhereNobodyIsNotified) {
  SplitBench logic(SeqOptions::Allocate::ThenAppend);
  logic.directory.options.deliver.mode = DeliverOptions::Mode::Push;
  const Allocate first = logic.begin(0);
  const Allocate second = only<Allocate>(logic.send(2));
  logic.stored(only<Append>(logic.allocated(second, 2)), 0, 2);
  EXPECT_EQ(sent<SendAck>(logic.stored(only<Append>(logic.allocated(first, 1)), 2, 2)).size(), 2u);
}

TEST(SplitWriter, BeginsAnewWhereTheIdServiceHasNoNumberNow) {
  SplitBench logic;
  EXPECT_EQ(frames(logic.allocated(logic.begin(0), 0)), 0u) << "nothing is stored at 0";
  EXPECT_EQ(sent<Take>(logic.send(1)).size(), 1u);
}

TEST(SplitWriter, BeginsAnewUnderAnotherLeaderOfTheStore) {
  const ProcessId second(6);
  SplitBench logic;
  logic.directory.replicas = {{kStore, second}};
  logic.step(PeerUp{kStore});
  logic.step(PeerUp{second});
  const Append append = only<Append>(logic.allocated(logic.begin(0), 1));
  logic.receive(second, Leader{Term{2}, second});
  logic.send(1);
  EXPECT_EQ(receivers<Take>(logic.out), std::vector{second});
  logic.receive(second, Taken{kDm, Epoch{2}, {}, Seq{0}, true});
  logic.allocated(only<Allocate>(logic.out), 1);
  logic.receive(second, Resolved{{kDm, {}, Seq{1}, {}, Seq{1}}, Epoch{2}, true});
  const Allocate again = only<Allocate>(logic.out);
  EXPECT_EQ(again.body, append.send.body) << "the message is not waited for any more";
}

TEST(Writer, NamesMessagesByTheIdServiceInTheirOrder) {
  SplitBench logic;
  logic.directory.options.seq.source = SeqOptions::Source::LogPosition;
  logic.directory.options.msgid.source = MsgidOptions::Source::RedisSync;
  logic.send(1);
  const Allocate first = only<Allocate>(logic.taken(1, true));
  const Allocate second = only<Allocate>(logic.send(2));
  EXPECT_EQ(first.what, Allocate::What::Msgid);
  EXPECT_TRUE(sent<Append>(logic.allocated(second, 9)).empty());
  const auto appends = sent<Append>(logic.allocated(first, 8));
  ASSERT_EQ(appends.size(), 2u);
  EXPECT_EQ(appends[0].msgid, Msgid{8});
  EXPECT_EQ(appends[1].msgid, Msgid{9});
  EXPECT_EQ(appends[0].seq, Seq{0}) << "the store makes the position";
}

/// A writer whose numbers come from whichever of two servers has the section.
struct SectionBench : SplitBench {
  explicit SectionBench(SeqOptions::Section section = SeqOptions::Section::Leased) {
    directory.ids = {kIds, kOtherIds};
    directory.options.seq.source = SeqOptions::Source::Seqsvr;
    directory.options.seq.section = section;
    send(1);
  }
  ProcessId asked_of() {
    taken(++epoch, true, 0);
    return receivers<Allocate>(out).at(0);
  }
  static constexpr ProcessId kOtherIds{6};
  std::uint64_t epoch = 0;
};

TEST(SectionWriter, AsksTheNextServerWhenOneIsGoneAndStaysThere) {
  SectionBench logic;
  const ProcessId first = logic.asked_of();
  const ProcessId second = first == kIds ? SectionBench::kOtherIds : kIds;
  logic.step(PeerDown{first});
  logic.send(1);
  EXPECT_EQ(logic.asked_of(), second);
  logic.step(PeerUp{first});
  logic.send(1);
  EXPECT_EQ(logic.asked_of(), second) << "the lease is there";
  logic.step(PeerDown{second});
  logic.send(1);
  EXPECT_EQ(logic.asked_of(), first);
}

TEST(SectionWriter, StaysThereWhereMessageIdsComeFromAnyServerInTurn) {
  SectionBench logic;
  logic.directory.options.msgid.source = MsgidOptions::Source::Segment;
  const ProcessId first = logic.asked_of();
  std::uint64_t seq = 0;
  logic.allocated(only<Allocate>(logic.out), seq);
  logic.resolved(seq);
  for (std::uint32_t n = 2; n <= 5; ++n) {
    const std::vector<Allocate> asked = sent<Allocate>(logic.out);
    ASSERT_EQ(asked.size(), 2u);
    ASSERT_EQ(asked[0].what, Allocate::What::Seq);
    EXPECT_EQ(receivers<Allocate>(logic.out).at(0), first);
    logic.allocated(asked[1], 1'000 + n);
    const Append append = only<Append>(logic.allocated(asked[0], ++seq));
    logic.stored(append, seq, seq);
    logic.send(n);
  }
}

TEST(SectionWriter, KeepsToTheOneThatHasItWhereSectionsAreFixed) {
  SectionBench logic(SeqOptions::Section::Fixed);
  const ProcessId first = logic.asked_of();
  logic.step(PeerDown{first});
  logic.send(1);
  EXPECT_EQ(logic.asked_of(), first);
}

}  // namespace
}  // namespace imstorm
