#pragma once

#include <cstdint>
#include <string>

namespace imstorm {

/// A fingerprint of a run that says where another one parts from it: of the digest after every
/// `stride`-th event one character that carries 6 of its bits. A run that differs has another
/// digest from that event on, so its mark differs there (63 times in 64, else at the next).
class Marks {
 public:
  static constexpr std::size_t kMarksMax = 4'096;
  static constexpr char kLetters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /// `event` counts from 1.
  void add(std::uint64_t event, std::uint64_t digest) {
    if (event % stride_ != 0) return;
    if (text_.size() == kMarksMax) {
      thin_out();
      if (event % stride_ != 0) return;
    }
    text_ += kLetters[digest & 63U];
  }

  const std::string& text() const { return text_; }
  std::uint32_t stride() const { return stride_; }

 private:
  /// Keeps every second one.
  void thin_out() {
    std::string half;
    for (std::size_t i = 1; i < text_.size(); i += 2) half += text_[i];
    text_ = std::move(half);
    stride_ *= 2;
  }

  std::string text_;
  std::uint32_t stride_ = 1;
};

}  // namespace imstorm
