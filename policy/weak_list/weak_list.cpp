// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/weak_list/weak_list.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "policy/weak_list/file_bytes.h"
#include "policy/weak_list/list_digest.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/list_index.h"
#include "policy/weak_list/list_page.h"
#include "policy/weak_list/mapped_pages.h"
#include "shared/fd.h"

namespace ramauth::weak_list {
namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ListFault(path + ": " + why);
}

void read_whole(int fd, std::span<unsigned char> into, std::uint64_t from) {
    if (read_at(fd, into, from) != into.size()) throw ListFault("was cut short");
}

// O_NONBLOCK: a pipe in its place must not be waited for.
UniqueFd open_regular(const std::string& path, Links links, struct stat& status) {
    const int nofollow = links == Links::refused ? O_NOFOLLOW : 0;
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | nofollow));
    if (!fd && errno == ELOOP) throw ListFault("is a symbolic link; put the file itself there");
    if (!fd || ::fstat(fd.get(), &status) != 0) throw ListUnreadable(::strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode)) throw ListFault("is not a regular file");
    return fd;
}

ListHeader read_header(int fd, const struct stat& status) {
    if (status.st_size < static_cast<off_t>(page_size)) throw ListFault("is no weak list");
    HeaderPage page{};
    read_whole(fd, page, 0);
    ListHeader header = decode_header(page);
    if (static_cast<std::uint64_t>(status.st_size) < header.file_size())
        throw ListFault("is damaged: it was cut short");
    if (static_cast<std::uint64_t>(status.st_size) > header.file_size())
        throw ListFault("is damaged: it is too long");
    return header;
}

ListIndex read_index(int fd, const ListHeader& header) {
    std::vector<std::uint64_t> entries(header.pages);
    const std::span<unsigned char> bytes(reinterpret_cast<unsigned char*>(entries.data()),
                                         entries.size() * sizeof(std::uint64_t));
    read_whole(fd, bytes, page_size + header.pages * page_size);
    ListDigester digester;
    digester.add(bytes);
    if (digest_of_head(digester, header) != header.head_digest)
        throw ListFault("is damaged: its first page or its index");
    return {std::move(entries), header.buckets};
}

// One bucket of one page.
struct Question {
    std::uint64_t page = 0;
    Place place{};
    std::uint64_t low = 0;
};

}  // namespace

struct WeakList::State {
    [[nodiscard]] Question question(std::uint64_t page, Cell cell) const noexcept {
        return {page,
                {(cell >> header.low_bits()) - index.first_bucket(page), index.zeros(page)},
                cell & ((Cell{1} << header.low_bits()) - 1)};
    }

    State(const std::string& where, Links links)
        : path(where),
          fd(open_regular(path, links, status)),
          header(read_header(fd.get(), status)),
          shape(header.low_bits()),
          index(read_index(fd.get(), header)),
          mapped(fd.get(), page_size, header.pages * page_size) {}

    std::string path;
    struct stat status {};
    UniqueFd fd;
    ListHeader header;
    PageShape shape;
    ListIndex index;
    MappedPages mapped;
};

WeakList::WeakList(std::unique_ptr<State> state) : state_(std::move(state)) {}
WeakList::WeakList(WeakList&&) noexcept = default;
WeakList& WeakList::operator=(WeakList&&) noexcept = default;
WeakList::~WeakList() = default;

WeakList WeakList::open(const std::string& path, Links links) {
    try {
        return WeakList(std::make_unique<State>(path, links));
    } catch (const ListUnreadable& fault) {
        throw ListUnreadable(path + ": " + fault.what());
    } catch (const ListFault& fault) {
        refuse(path, fault.what());
    } catch (const std::system_error& fault) {
        throw ListUnreadable(path + ": " + fault.what());
    }
}

const ListHeader& WeakList::header() const noexcept {
    return state_->header;
}

const struct stat& WeakList::status() const noexcept {
    return state_->status;
}

ListAnswer WeakList::ask(const WeakHash& hash) const noexcept {
    return ask(hash.key());
}

namespace {

struct Questions {
    const PageShape& shape;
    std::span<const Question> all;
    std::span<bool> found;
};

bool look(const unsigned char* pages, void* argument) {
    const auto& asked = *static_cast<const Questions*>(argument);
    bool any = false;
    for (std::size_t i = 0; i < asked.all.size(); ++i) {
        const Question& question = asked.all[i];
        asked.found[i] =
            page_has(pages + question.page * page_size, asked.shape, question.place, question.low);
        any = any || asked.found[i];
    }
    return any;
}

}  // namespace

ListAnswer WeakList::ask(Key key) const noexcept {
    const unsigned low_bits = state_->header.low_bits();
    const Cell cell = cell_of(key, state_->header.buckets, low_bits);
    const std::uint64_t bucket = cell >> low_bits;
    const auto pages = state_->index.pages_of(bucket);
    for (std::uint64_t page = pages.first; page <= pages.last; ++page) {
        const Question question = state_->question(page, cell);
        bool found = false;
        Questions one{state_->shape, {&question, 1}, {&found, 1}};
        const auto seen = state_->mapped.look(look, &one);
        if (seen == MappedPages::Seen::yes) return ListAnswer::weak;
        if (seen == MappedPages::Seen::fault) return ListAnswer::unreadable;
    }
    return ListAnswer::not_in_list;
}

// Their pages are on their way from memory at the same time.
struct WeakList::Group {
    static constexpr std::size_t most = 16;

    Group(const State& list, std::span<const Key> asked) : size(asked.size()) {
        const unsigned low_bits = list.header.low_bits();
        for (std::size_t i = 0; i < size; ++i) {
            const Cell cell = cell_of(asked[i], list.header.buckets, low_bits);
            const auto pages = list.index.pages_of(cell >> low_bits);
            in_one_page[i] = pages.first == pages.last;
            questions[i] = list.question(pages.last, cell);
            fetch_page(list.mapped.address(questions[i].page * page_size), list.shape,
                       questions[i].place);
        }
    }

    std::size_t size;
    std::array<Question, most> questions;
    std::array<bool, most> in_one_page;
};

void WeakList::ask(std::span<const Key> keys, std::span<ListAnswer> answers) const noexcept {
    const std::size_t size = std::min(keys.size(), answers.size());
    for (std::size_t from = 0; from < size; from += Group::most) {
        const Group group(*state_, keys.subspan(from, std::min(Group::most, size - from)));
        std::array<bool, Group::most> found{};
        Questions all{state_->shape, {group.questions.data(), group.size}, found};
        const bool fault = state_->mapped.look(look, &all) == MappedPages::Seen::fault;
        for (std::size_t i = 0; i < group.size; ++i) {
            if (fault || (!group.in_one_page[i] && !found[i]))
                answers[from + i] = ask(keys[from + i]);
            else
                answers[from + i] = found[i] ? ListAnswer::weak : ListAnswer::not_in_list;
        }
    }
}

bool WeakList::verify(const std::function<bool(std::uint64_t done)>& go_on) const {
    ListDigester digester;
    std::vector<unsigned char> part(read_at_once);
    const std::uint64_t end = state_->header.file_size();
    try {
        for (std::uint64_t from = page_size; from < end; from += part.size()) {
            if (!go_on(from)) return false;
            part.resize(std::min<std::uint64_t>(read_at_once, end - from));
            read_whole(state_->fd.get(), part, from);
            digester.add(part);
            // Pages that are being asked are mapped, and stay.
            ::posix_fadvise(state_->fd.get(), static_cast<off_t>(from),
                            static_cast<off_t>(part.size()), POSIX_FADV_DONTNEED);
        }
    } catch (const std::system_error& fault) {
        throw ListUnreadable(state_->path + ": " + fault.what());
    } catch (const ListFault& fault) {
        refuse(state_->path, fault.what());
    }
    if (digester.finish() != state_->header.content_digest)
        refuse(state_->path, "is damaged: its content is not what was written");
    return true;
}

CellWalk WeakList::cells() const {
    return {state_->fd.get(), state_->header, state_->index, state_->path};
}

}  // namespace ramauth::weak_list
