#pragma once

#include <memory>
#include <utility>

namespace imstorm {

/// A value in memory of its own, for a large part of something that mostly goes without it: the
/// whole costs a pointer more instead of the part's size. One that was never set reads as T{}. A
/// copy is a second value.
template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Boxed(const Boxed& other) : value_(other.value_ ? std::make_unique<T>(*other) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) {
    if (this != &other) *this = Boxed(other);
    return *this;
  }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  const T& operator*() const { return value_ ? *value_ : kNothing; }
  const T* operator->() const { return &**this; }
  /// To be changed.
  T& own() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }

 private:
  static inline const T kNothing{};

  std::unique_ptr<T> value_;
};

}  // namespace imstorm
