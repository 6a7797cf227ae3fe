#pragma once

#include "model/node/ids.h"
#include "tests/model/node/drive.h"

namespace imstorm {

inline const ProcessId kIds(5);

inline Directory with_numbers(SeqOptions::Source seq, MsgidOptions::Source msgid) {
  Directory directory = house();
  directory.ids = {kIds};
  directory.options.seq.source = seq;
  directory.options.seq.seqsvr_step = 10;
  directory.options.seq.segment_step = 10;
  directory.options.msgid.source = msgid;
  directory.options.msgid.recover = MsgidOptions::Recover::FromDisk;
  return directory;
}

/// An id service that has started.
struct Office : Drive<IdNode> {
  explicit Office(SeqOptions::Source seq,
                  MsgidOptions::Source msgid = MsgidOptions::Source::FromLog)
      : Drive(kIds, IdNode(with_numbers(seq, msgid))) {
    directory = with_numbers(seq, msgid);
    start();
  }
  const Outputs& start() { return step(Started{}); }
  const Outputs& ask(Allocate::What what = Allocate::What::Seq, std::uint64_t above = 0) {
    Allocate asked;
    asked.conv = kDm;
    asked.what = what;
    asked.draft = 1;
    asked.above = above;
    return receive(kLogicA, asked);
  }
  const Outputs& msgid() { return ask(Allocate::What::Msgid); }
  using Drive::receive;
  /// What is asked, where a commit for it has this fate.
  const Outputs& ask(Allocate::What what, CommitFate fate) {
    Frame asked = Allocate{kDm, what, 1, 0, {}, 0};
    out.clear();
    node.step(context(), Received{kLogicA, {}, asked, fate}, out);
    return out;
  }
  /// The process dies; with `power` its machine does.
  const Outputs& recover(std::uint32_t survivors, bool power = false) {
    out.clear();
    node.recover(context(), survivors, power, out);
    return out;
  }
  /// True if it makes a difference.
  bool fail_over(Duration lag) {
    out.clear();
    const bool lost = node.give_way(context(), lag);
    return node.take_over(context(), out) || lost;
  }
  /// It starts with an empty disk.
  const Outputs& start_wiped() {
    recover(0, true);
    node.wipe();
    return start();
  }
  const Outputs& persist(std::uint32_t records) { return step(Persisted{records}); }
  const Outputs& grant(const Reserve& asked, std::uint64_t first) {
    return receive(kStore, Reserved{asked.key, first, asked.count});
  }
  std::uint64_t number() const { return only<Allocated>(out).number; }
};

}  // namespace imstorm
