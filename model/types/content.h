#pragma once

#include <cstdint>

namespace imstorm {

/// What a message does. All but Skip become entries of the log, at a position like any other.
enum class Content : std::uint8_t {
  Text,   ///< it says something
  Join,   ///< its subject becomes a member: sees positions from this one on
  Leave,  ///< its author is no member any more: this is the last position that they see
  Kick,   ///< the same, of somebody else
  Skip,   ///< it says nothing: the author has taken back what stood in this place of their line
};

/// Does it say who is in the conversation from its position on?
constexpr bool changes_members(Content content) {
  return content == Content::Join || content == Content::Leave || content == Content::Kick;
}

}  // namespace imstorm
