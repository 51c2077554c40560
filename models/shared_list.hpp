// A list whose copies share their elements until one of them changes an element.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace shaketable::models {

template <class T>
class SharedList {
  public:
    class Iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        explicit Iterator(const std::shared_ptr<T>* at) : at_(at) {}
        const T& operator*() const { return **at_; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const std::shared_ptr<T>* at_;
    };

    [[nodiscard]] bool empty() const { return items_.empty(); }
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    [[nodiscard]] const T& operator[](std::size_t index) const { return *items_[index]; }
    [[nodiscard]] Iterator begin() const { return Iterator(items_.data()); }
    [[nodiscard]] Iterator end() const { return Iterator(items_.data() + items_.size()); }

    /// An element to be changed: a copy of it, if others have it, too.
    [[nodiscard]] T& own(std::size_t index) { return owned(items_[index]); }
    [[nodiscard]] T& own_last() { return owned(items_.back()); }

    /// Takes the memory that the next `append` needs.
    void make_room() {
        if (items_.size() == items_.capacity())
            items_.reserve(items_.empty() ? 1 : items_.size() * 2);
        if (spare_ == nullptr || spare_.use_count() != 1)
            spare_ = std::make_shared<T>();
    }
    /// A new element at the end.
    void append() {
        items_.push_back(spare_ != nullptr ? std::move(spare_) : std::make_shared<T>());
        spare_ = nullptr;
    }
    void remove_last() { items_.pop_back(); }

    /// Bytes of memory in use, but for what the elements have elsewhere.
    [[nodiscard]] std::size_t bytes() const {
        return items_.capacity() * sizeof(std::shared_ptr<T>) + items_.size() * (sizeof(T) + kCounts);
    }

  private:
    static constexpr std::size_t kCounts = 2 * sizeof(void*); // beside a shared element

    static T& owned(std::shared_ptr<T>& item) {
        if (__builtin_expect(item.use_count() != 1, 0))
            part(item);
        return *item;
    }
    [[gnu::cold, gnu::noinline]] static void part(std::shared_ptr<T>& item) {
        item = std::make_shared<T>(*item);
    }

    std::vector<std::shared_ptr<T>> items_;
    std::shared_ptr<T> spare_;
};

} // namespace shaketable::models
