#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/taken.h"

namespace imstorm {

/// Over all conversations: a msgid names one message, for the server at one position of a lineage,
/// and is not 0.
class MsgidUnique final : public Law<MsgidUnique> {
 public:
  std::string_view name() const override { return "msgid-unique"; }
  std::string_view promise() const override {
    return "No two messages share a message id, across processes, restarts and clock steps.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override { return {EventKind::Accepted, EventKind::Consumed}; }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Named {
    bool any = false;
    Lineage lineage;
    ConvId conv;
    DeviceId device;  // who consumed it
    InstId inst;
    TakenMessage first;
    Witness witness(const Event& like) const;
  };

  void accepted(std::size_t position, const Event& event);
  void consumed(std::size_t position, const Event& event);

  struct Copy {
    bool any = false;
    Seq seq;
  };
  IdTable<Named> accepted_;
  IdTable<Copy> copies_;  // by id and lineage, in lineages after its first one
  IdTable<Named> consumed_;
  std::uint64_t accepts_ = 0;
  Breach breach_;
};

}  // namespace imstorm
