#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"

namespace imstorm {

/// What each device saw of each message. At most `kDevicesMax` devices and `kMessagesMax` messages;
/// those that matter are among them.
struct DeliveryMatrix {
  static constexpr std::size_t kDevicesMax = 40;
  static constexpr std::size_t kMessagesMax = 60;
  static constexpr std::int64_t kNone = -1;

  struct Message {
    std::string name, conversation, sender;
    std::int64_t sent = 0;  ///< ns
  };
  std::vector<std::string> devices;
  std::vector<Message> messages;  ///< in the order of sending
  /// How often the installation that consumed it most did so; by device, then by message. kNone:
  /// the message is not for this device.
  std::vector<std::vector<std::int64_t>> consumed;
  std::vector<std::vector<std::int64_t>> after;  ///< ns from sent to first consumed; kNone: never
  std::uint64_t left_out_devices = 0;
  std::uint64_t left_out_messages = 0;
};

/// Of a whole history. `matters`: events whose device and message should be in it. A message is for
/// the devices of all who are members when the server accepts it (or when it was sent, if never).
DeliveryMatrix delivery_matrix(const std::vector<Event>& history, const Names& names,
                               const std::vector<Event>& matters);

}  // namespace imstorm
