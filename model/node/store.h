#pragma once

#include "model/node/io.h"
#include "model/protocol/conversation_record.h"
#include "sim/core/dense.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// A store process. It logs commands, makes them durable, applies them in that order and answers:
/// so nothing is answered, readable or counted before it is durable, and one sync covers all
/// commands that were waiting for it (group commit).
class StoreNode {
 public:
  StoreNode(ProcessId self, const Directory& directory);

  void step(const Context& context, Started, Outputs& out);
  void step(const Context& context, Received input, Outputs& out);
  void step(const Context& context, Persisted input, Outputs& out);

  /// After a crash: of the written commands that were not yet durable, the first `survivors` are.
  /// Nobody is answered.
  void recover(const Context& context, std::uint32_t survivors, Outputs& out);

  std::uint32_t unsynced() const { return static_cast<std::uint32_t>(written_.size()); }
  const ConversationRecord* find(ConvId conv) const { return state_.records.find(conv); }

 private:
  struct Command {
    ProcessId from;
    Frame frame;
  };
  struct State {
    DenseVector<ConvId, ConversationRecord> records;
    DenseVector<DeviceId, Session> sessions;
  };

  void apply(const Context& context, State& state, const Command& command, Outputs* replies);
  template <class F>
  void apply_frame(const Context&, State&, const F&, ProcessId from, Outputs* replies);
  void read(const Context& context, ProcessId from, const Read& request, Outputs& out);
  bool answers_from_memory(const Context& context) const;

  State state_;            // what is answered from
  State durable_;          // only under Commit::Memory: what a crash leaves
  Fifo<Command> written_;  // not yet durable
};

}  // namespace imstorm
