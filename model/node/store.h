#pragma once

#include "model/node/io.h"
#include "model/node/store_state.h"
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
  void step(const Context& context, CacheFlushed, Outputs& out);

  /// After a crash: of the written commands that were not yet durable, the first `survivors` are.
  /// Nobody is answered.
  void recover(const Context& context, std::uint32_t survivors, Outputs& out);

  std::uint32_t unsynced() const { return static_cast<std::uint32_t>(written_.size()); }
  const ConversationRecord* find(ConvId conv) const { return state_.find(conv); }
  /// Messages that a flush of the cache would take.
  std::size_t cached(const ProtocolOptions& options) const { return state_.cached(options); }

 private:
  struct Command {
    enum class Part : std::uint8_t {
      Whole,
      Sender,  ///< only the row by which a repeat is recognised
    };
    ProcessId from;
    Frame frame;
    CommitFate fate = CommitFate::Done;
    Part part = Part::Whole;
  };

  void write(Command command, Outputs& out);
  static void apply(const Context&, StoreState& state, const Command&, Outputs* replies);

  StoreState state_;       // what is answered from
  StoreState durable_;     // only where answers come from memory: what a crash leaves
  Fifo<Command> written_;  // not yet durable
};

}  // namespace imstorm
