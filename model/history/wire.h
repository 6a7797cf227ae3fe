#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "model/history/event.h"

namespace imstorm {

/// The vocabulary of imstorm.history/1: how kinds and fields are called on a line.
inline constexpr std::string_view kHistorySchema = "imstorm.history/1";

/// The fields of a line, in the order in which they are written.
enum class Field : std::uint8_t {
  At,
  Kind,
  User,
  Device,
  Inst,
  Conv,
  Cmid,
  Cseq,
  Body,
  Lineage,
  Seq,
  Msgid,
  Since,
  Process,
  What,
  Value,
  Peer,
};
inline constexpr std::size_t kFieldCount = 17;

class FieldSet {
 public:
  constexpr FieldSet(std::initializer_list<Field> fields) {
    for (const Field field : fields) bits_ |= 1u << static_cast<unsigned>(field);
  }
  constexpr bool has(Field field) const {
    return (bits_ >> static_cast<unsigned>(field) & 1u) != 0;
  }

 private:
  std::uint32_t bits_ = 0;
};

/// What a line of one kind looks like.
struct KindOnWire {
  std::string_view name;
  FieldSet required;       ///< besides `at` and `kind`
  std::string_view value;  ///< what this kind calls Event::value
  enum class Either : std::uint8_t { None, DeviceOrProcess, ConvOrPeer };
  Either either = Either::None;  ///< needs one of the two
};

const KindOnWire& on_wire(EventKind kind);
std::optional<EventKind> kind_named(std::string_view name);
/// The kind whose name is nearest, for a hint in an error; none if all are far.
std::optional<EventKind> kind_nearest(std::string_view name);
/// What the field is called in a line of that kind.
std::string_view name_of(Field field, EventKind kind);

}  // namespace imstorm
