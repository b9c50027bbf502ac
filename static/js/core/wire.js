// @ts-check
/**
 * The wire: sizes and the shape of every object that travels between page and server.
 * Written by bin/wire out of weconnect/wire. Change it there. docs/protocol.md has the prose.
 */

/** The longest content, in code points: `[...content].length`. */
export const MAX_CONTENT = 8000;

/** The longest emoji of a reaction, in code points. */
export const MAX_EMOJI = 16;

/** How many messages a page has if no `limit` is given. */
export const PAGE = 50;

/** The largest `limit`, and the page that `joinRoom` gives for `after`. */
export const MAX_PAGE = 100;

/** The silence after which somebody no longer types. */
export const TYPING_MS = 6000;

/** What hangs on a message that nothing hangs on. @type {Pick<Message, 'plain'|'reactions'|'pinned'|'mentions'|'called'|'attachments'>} */
export const NOTHING_HANGS = {"plain": false, "reactions": [], "pinned": false, "mentions": [], "called": [], "attachments": []};

/**
 * The answer to `markAllRead`.
 * @typedef {object} AllReadAck
 * @property {number} rooms in how many something was unread
 */

/**
 * That members are asked to confirm a message. Who has is for its author and the room's admins, apart from it and page by page.
 * @typedef {object} Announcement
 * @property {string} by until when
 * @property {boolean} [confirmed] only in what is told to one person: whether they have confirmed it
 */

/**
 * What there is in a thread.
 * @typedef {object} Answers
 * @property {number} count messages, without the deleted ones and the one that began it
 * @property {User[]} people who wrote, the newest first; three at most
 * @property {string} lastAt when the newest was written
 * @property {number} lastSeq its `seq`
 */

/**
 * A session's keys, encrypted for the backup's key.
 * @typedef {object} BackedUp
 * @property {number} room
 * @property {string} session
 * @property {Record<string, any>} data
 */

/**
 * `GET /e2ee/backup`
 * @typedef {object} Backup
 * @property {number} version
 * @property {Record<string, any>} authData
 * @property {number} count how many sessions it holds
 */

/**
 * A page of a backup.
 * @typedef {object} BackupPage
 * @property {BackedUp[]} sessions
 * @property {number|null} next the `after` of the next page; null: this is the last one
 */

/**
 * The answer to `GET /blocks`: the people whom one blocks. Nobody else is told.
 * @typedef {object} BlockList
 * @property {User[]} users
 * @property {number|null} next the `after` of the next page; null: this is the last one
 */

/**
 * A message that one has saved.
 * @typedef {object} Bookmark
 * @property {number} id the `before` that comes after it in the list
 * @property {number} message
 * @property {Message|null} said the message; null where one is not in its room any more
 * @property {string} note
 * @property {string} savedAt
 * @property {string|null} remindAt
 * @property {boolean} due whether one was reminded of it, and it is not done
 * @property {boolean} done
 */

/**
 * A page of what one has saved.
 * @typedef {object} BookmarksPage
 * @property {Bookmark[]} bookmarks those whose reminder is due first, then what was saved last
 * @property {boolean} complete whether these are the last ones
 * @property {number} due how many reminders are due in all
 */

/**
 * Whom a name in a message calls for.
 * @typedef {object} Called
 * @property {'person'|'group'|'here'|'room'} kind `group`: those of it who were members of the room when it was said; `here`: all members who were not offline; `room`: all members
 * @property {string} name what stands behind the `@`: a username however it is written, `here` or `room`
 * @property {string} displayName what is shown in its place; of a person or a group their present display name
 * @property {number} [id] of a person or a group
 * @property {number[]} [people] only of a group, and where it is told at once: whom it calls for
 */

/**
 * A page of messages that changed, each as it is now.
 * @typedef {object} ChangesPage
 * @property {Message[]} changes in the order of their versions
 * @property {boolean} complete
 * @property {number} version the `after` of the next call
 */

/**
 * `PUT /me/skin-tone`
 * @typedef {object} ChooseSkinTone
 * @property {number} skinTone
 */

/**
 * A device of which a one-time key is wanted.
 * @typedef {object} Claimed
 * @property {number} person
 * @property {string} device
 */

/**
 * A one-time key of a device.
 * @typedef {object} ClaimedKey
 * @property {number} person
 * @property {string} device
 * @property {string} id
 * @property {Record<string, any>} key
 */

/**
 * The answer to `claimKeys`: those devices that had a key.
 * @typedef {object} ClaimedKeys
 * @property {ClaimedKey[]} keys
 */

/**
 * How somebody stands to an announcement.
 * @typedef {object} Confirmation
 * @property {User} user
 * @property {string|null} at when they confirmed it; null: they have not
 * @property {boolean} member whether they are in the room still
 */

/**
 * Who has confirmed an announcement, or who has not.
 * @typedef {object} ConfirmationsPage
 * @property {Confirmation[]} people in the order in which they confirmed it, or in which they joined this server
 * @property {number|null} next the `after` of the next page; null: this is the last one
 * @property {number} confirmed how many have confirmed it, those included who have left since
 * @property {number} missing how many members are asked to and have not: those who see it and came before its date was past, but for its author
 */

/**
 * How many messages were found.
 * @typedef {object} Count
 * @property {number} number a thousand at most
 * @property {boolean} exact whether that are all; counting takes a fourth of a second at most
 */

/**
 * One of one's own devices.
 * @typedef {object} Device
 * @property {string} device
 * @property {string} name
 * @property {boolean} current whether it is the one that asks
 * @property {number|null} login the login that it belongs to; null: an access token
 * @property {string} createdAt
 * @property {string|null} lastSeenAt
 */

/**
 * A device, as others see it.
 * @typedef {object} DeviceKeys
 * @property {string} device
 * @property {string} name
 * @property {Record<string, any>} keys with the signatures that its person's identity put on it
 */

/**
 * What a device has not seen yet; it comes again until it is acknowledged.
 * @typedef {object} DeviceNews
 * @property {MailFrom[]} messages oldest first
 * @property {number} mail what acknowledges them: the `mail` of the next call
 * @property {boolean} complete whether there is no more mail
 * @property {number} lost how much mail to this device was refused since the last call, as its box was full
 * @property {number[]} changed whose keys or devices changed since `lists`, or may have while one shared no room with them, of people with whom one shares one; none if `lists` was 0: ask for keys after the first answer only
 * @property {number} lists
 * @property {KeyCounts} keys
 * @property {LogHead} log
 */

/**
 * `GET /e2ee/devices`
 * @typedef {object} Devices
 * @property {Device[]} devices newest first
 */

/**
 * What stands in the box of a room or a thread.
 * @typedef {object} Draft
 * @property {number} room
 * @property {number|null} thread
 * @property {number} version grows with each change: the `base` of the next
 * @property {string} content
 * @property {string|null} sealed
 * @property {number|null} replyTo
 * @property {string} updatedAt
 */

/**
 * All of one's drafts, the newest first.
 * @typedef {object} DraftList
 * @property {Draft[]} drafts
 */

/**
 * The answer to `GET /egress`: what this server asks of others'.
 * @typedef {object} Egress
 * @property {'public'|'listed'|'off'} state what may be reached: all that is `public`, what is `listed`, or nothing: it is `off`
 * @property {EgressDestination[]} destinations the 500 that were reached last, the latest first
 */

/**
 * Somebody else's server, and what was asked of it.
 * @typedef {object} EgressDestination
 * @property {string} host its name; `?` for what was none, `…` for what was too much to be kept apart
 * @property {string} purpose what for: `previews`
 * @property {number} sent how many requests went out
 * @property {number} failed how many of these came to nothing
 * @property {number} refused how many did not go out, as they may not
 * @property {string} lastAt when the last one was
 * @property {string|null} lastWhy why the last one failed or was refused, in a word; null: it did not
 */

/**
 * The answer to `GET /emoji`.
 * @typedef {object} EmojiList
 * @property {TeamEmoji[]|null} emojis in the order of their names; null: those that one has already, by `known`
 * @property {number} version counts up with each change of the team's emojis
 * @property {boolean} mayAdd whether one may make others
 * @property {number} skinTone in which skin tone one writes: 0 is none, 1 to 5 are light to dark
 * @property {UsedEmoji[]} recent those that one used lately, the last one first; at most 24
 */

/**
 * An emoji that the team has made, written `:name:`.
 * @typedef {object} EmojiPicture
 * @property {string} name
 * @property {string} picture where its picture is: WebP, at most 128 pixels wide and high
 * @property {string} still where it is as it stands still; the same address, if it never moves
 */

/**
 * How far it is: all of one's messages are deleted, one after the other.
 * @typedef {object} Erasure
 * @property {number|null} room only in this room; null: in all rooms that one is in
 * @property {number} total how many messages there were to delete
 * @property {number} done how many were deleted
 * @property {string|null} finishedAt null: it is not at its end
 */

/**
 * The last time that one had all of one's messages deleted.
 * @typedef {object} ErasureState
 * @property {Erasure|null} erasure
 * @property {boolean} stopped it could not be brought to its end: one may have it begun again
 */

/**
 * What went wrong, for a program (`code`) and for a person (`message`, in English).
 * @typedef {object} ErrorBody
 * @property {'badRequest'|'unauthorized'|'forbidden'|'notFound'|'conflict'|'staleKeys'|'otherPerson'|'tooLarge'|'rateLimited'|'unavailable'} code
 * @property {string} message
 * @property {string} [template] `message` before `params` stood in it, for whoever says it in another language; absent: `message` has none
 * @property {Record<string, any>} [params] what stands in the braces of `template`
 * @property {number} [retryAfter] seconds to wait before trying again; only where waiting helps
 */

/**
 * A file. Its bytes are at `/files/{id}/{name}`, for those who see its message; of a picture `?size=` gives a smaller form.
 * @typedef {object} File
 * @property {string} id
 * @property {string} name as its sender has it, without folders; what a sealed one is called stands in the sealed body of its message
 * @property {string} type what it is by its content; of what is not known, and of what is sealed, `application/octet-stream`
 * @property {'image'|'video'|'audio'|'document'|'other'} kind what sort of thing that is
 * @property {number} size its bytes
 * @property {string} alt what is to be seen in it, for those who do not see it
 * @property {number} [width] only of a picture: its pixels; of a document: those of its first page, which is at `?size=still`
 * @property {number} [height] as `width`
 * @property {Thumbnail[]} [thumbnails] the smaller forms of a picture that is larger than they are; absent: none
 * @property {boolean} [moving] a picture that moves: `?size=still` gives its first frame, for those who want less motion; absent: it does not
 * @property {boolean} [sealed] only in encrypted rooms: its bytes are for the devices of the room's people; absent: they are as they were sent
 */

/**
 * A thread in the list of those that one follows.
 * @typedef {object} FollowedThread
 * @property {number} room
 * @property {string} roomName
 * @property {number} thread
 * @property {number} readSeq
 * @property {number} unread
 * @property {number} mentions
 * @property {Message|null} root the message that began it; how many have answered stands there. null: it was said before the reader came, and is not for them
 * @property {Message} last the newest of its messages
 */

/**
 * The answer to `queryKeys`.
 * @typedef {object} FoundKeys
 * @property {PersonKeys[]} people
 */

/**
 * A page of what was found. It may be short or empty and yet not be the last one.
 * @typedef {object} FoundMessages
 * @property {Message[]} messages in the order that was asked for
 * @property {boolean} complete whether everything was looked through
 * @property {number|null} before where the next call goes on; null when everything was looked through, and of the best
 * @property {Count|null} count if that was asked for
 */

/**
 * People who are called by one name, `@support`.
 * @typedef {object} Group
 * @property {number} id
 * @property {string} name what stands behind the `@`: nobody's username
 * @property {string} displayName
 * @property {number} memberCount
 * @property {boolean} mine whether one belongs to it
 * @property {boolean} mayEdit
 */

/**
 * A group with its people.
 * @typedef {object} GroupDetails
 * @property {number} id
 * @property {string} name what stands behind the `@`: nobody's username
 * @property {string} displayName
 * @property {number} memberCount
 * @property {boolean} mine whether one belongs to it
 * @property {boolean} mayEdit
 * @property {User[]} members in the order of their usernames; at most 100
 */

/**
 * The answer to `GET /groups`.
 * @typedef {object} GroupList
 * @property {Group[]} groups in the order of their names
 * @property {boolean} mayMake whether one may make others
 */

/**
 * A page of messages.
 * @typedef {object} HistoryPage
 * @property {Message[]} messages oldest first
 * @property {boolean} complete whether there is nothing more in the direction that was asked for
 */

/**
 * What concerns one, the newest first: of 90 days, and 1,000 entries, at most.
 * @typedef {object} Inbox
 * @property {InboxItem[]} items
 * @property {number} unread how many are unread in all
 * @property {number|null} next the `before` of the next page; null: this is the last one
 */

/**
 * Something that concerns one.
 * @typedef {object} InboxItem
 * @property {number} id
 * @property {'mention'|'reply'|'reaction'|'thread'|'confirm'} kind `mention`: the message calls for one; `reply`: it answers one's own; `reaction`: somebody reacted to it, and it is one's own; `thread`: it is the newest in a thread that one follows, of which there is one entry; `confirm`: one is asked to confirm it, and it is read when one has, not with its room
 * @property {Message} message
 * @property {string} roomName of a direct conversation, the names of the others
 * @property {User} actor who called, answered, or reacted last
 * @property {string|null} emoji of a reaction: the last one
 * @property {string} at
 * @property {boolean} read
 */

/**
 * How many entries are unread now.
 * @typedef {object} InboxUnread
 * @property {number} unread
 */

/**
 * The answer to `joinRoom`.
 * @typedef {object} JoinedRoom
 * @property {Message[]} messages oldest first
 * @property {boolean} complete whether there is nothing more in the direction that was asked for
 * @property {Room} room
 * @property {number} lastSeq the `seq` of the room's newest message
 * @property {number} readSeq everything up to this `seq` is read
 * @property {number} setBack how often that was set back
 * @property {number} visibleFromSeq the `seq` of the first message that the reader sees: what was said before they came is not for them; 0: they see all
 * @property {Member[]} members by display name; at most 100, those who are here first, and oneself in any case
 * @property {number} memberCount how many belong to the room: see `GET /rooms/{id}/members`
 * @property {number} hereCount how many of them are not offline
 * @property {string} now the server's time, for clients whose clock is wrong
 */

/**
 * How many keys a device has left.
 * @typedef {object} KeyCounts
 * @property {Record<string, any>} oneTimeKeys by their algorithm
 * @property {string[]} unusedFallbackKeys the algorithms whose fallback key nobody was given yet
 */

/**
 * What is behind a link in a message, as its site says it.
 * @typedef {object} LinkPreview
 * @property {number} id
 * @property {string} url the link, as it stands in the message
 * @property {string} site the name of the site, or its host
 * @property {string} title
 * @property {string} text a sentence or two; may be empty
 * @property {PreviewPicture|null} picture null: it has none
 * @property {boolean} plays whether it is a film or music, which the site plays when one goes there
 */

/**
 * Something that can't be taken back: a person has a new identity, or one device less.
 *
 * `hash` is SHA-256, in hexadecimal digits, of the UTF-8 of five lines, joined by line feeds: the index, the hash before ("" for the first), the person's id, the kind, the statement.
 * @typedef {object} LogEntry
 * @property {number} index
 * @property {number} person
 * @property {'identity'|'removed'} kind
 * @property {string} statement `identity`: the public master key; `removed`: the signed removal
 * @property {string} at
 * @property {string} hash
 */

/**
 * Where the log of identities ends.
 * @typedef {object} LogHead
 * @property {number} index 0: it is empty
 * @property {string|''} hash
 */

/**
 * A page of the log of identities.
 * @typedef {object} LogPage
 * @property {LogEntry[]} entries
 * @property {LogHead} head
 */

/**
 * One place where a person is logged in.
 * @typedef {object} Login
 * @property {number} id
 * @property {string} device browser and system, as far as the browser told
 * @property {string} address the network address of its last request
 * @property {string} createdAt
 * @property {string} lastSeenAt
 * @property {boolean} current whether this is the login that asks
 */

/**
 * The answer to `GET /sessions`.
 * @typedef {object} LoginList
 * @property {Login[]} sessions
 */

/**
 * Mail in a device's box.
 * @typedef {object} MailFrom
 * @property {number} id
 * @property {number} sender
 * @property {string} type
 * @property {Record<string, any>} content
 */

/**
 * The answer to `sendMail`.
 * @typedef {object} MailSent
 * @property {Claimed[]} undelivered devices that are not there (any more), or whose boxes are full
 */

/**
 * A person in a room.
 * @typedef {object} Member
 * @property {number} id
 * @property {string} username the name they log in and are mentioned by
 * @property {string} displayName the name they are shown by; need not be unique
 * @property {string|null} avatar the path of their picture; null: draw their initial
 * @property {'owner'|'admin'|'member'|'guest'} role
 * @property {'online'|'away'|'offline'} state
 */

/**
 * The answer to `GET /rooms/{id}/members`.
 * @typedef {object} MemberList
 * @property {Member[]} members by display name within the page
 * @property {number} memberCount how many belong to the room, whatever was searched for
 * @property {number} hereCount how many of them are not offline
 * @property {number|null} next the `after` of the next page; null: this is the last one
 */

/**
 * A message of a room. A deleted one keeps its place: `deleted` is true, `content` empty.
 * @typedef {object} Message
 * @property {number} id
 * @property {number} room
 * @property {number} seq its place in the room: 1, 2, 3, … without a hole
 * @property {number} version the room's version that last changed it
 * @property {User} sender
 * @property {string} content text as written, in Markdown unless it is `plain`; empty in a tombstone, and where the message is `sealed`
 * @property {string} timestamp when it was accepted
 * @property {string} clientId the UUID that its sender gave it
 * @property {number|null} replyTo the id of the message of this room that it answers
 * @property {string|null} editedAt null: never; also in a tombstone
 * @property {boolean} deleted
 * @property {Reaction[]} reactions by emoji, in the order in which each was first chosen
 * @property {boolean} pinned whether it is pinned in its room
 * @property {number[]} mentions the ids of the members whom it calls for by name, never its sender's
 * @property {File[]} attachments in the order of their sender
 * @property {boolean} [plain] the text is to be shown as it stands; absent: it is Markdown
 * @property {SealedBody} [sealed] only in encrypted rooms, and not in a tombstone: what it says, for the devices of the room's people
 * @property {string} [html] what it says as HTML, where it was asked for: text, links, `br`, `code`, `del`, `em`, `i`, `span` and `strong`; and blocks: `blockquote`, `div`, `h3` to `h6`, `hr`, `ol`, `p`, `pre`, `table` and `ul` with what belongs to them
 * @property {number} [thread] only in a thread: the id of the message that began it
 * @property {boolean} [inRoom] only in a thread: `true` if it stands in the room as well; absent: in the thread alone
 * @property {Answers} [answers] only where somebody has answered in its thread
 * @property {LinkPreview[]} [previews] only where there are any; they come a moment after the message, as a change of it
 * @property {Poll} [poll] only where there is one
 * @property {Called[]} [called] what these names and those of many stand for; absent: it calls for nobody
 * @property {boolean} [callsMe] only where it calls for more people than it names, in what is told to one person: whether for them
 * @property {Announcement} [announcement] only where they are
 */

/**
 * The answer to whatever makes or changes a message.
 * @typedef {object} MessageAck
 * @property {Message} message
 */

/**
 * Messages that were asked for.
 * @typedef {object} MessageList
 * @property {Message[]} messages those that one may see, in the order of their ids; of others nothing is said
 */

/**
 * The answer to `GET /messages/{id}/readers`.
 * @typedef {object} MessageReaders
 * @property {'people'|'number'|'nothing'} shown
 * @property {number} count how many have read it, its author and oneself left out
 * @property {number} of of how many who show it and were there when it was said
 * @property {Reader[]} readers who last read first; none unless `shown` is `people`
 */

/**
 * What a message said once. Beside the fields of the message as it is now, it is the message as it was then.
 * @typedef {object} MessageVersion
 * @property {number} version the room's version that changed it last before it was edited
 * @property {string} content
 * @property {string|null} editedAt when it came to say this; null: from its beginning
 * @property {SealedBody} [sealed] in an encrypted room, in place of `content`
 */

/**
 * What a message said before it said what it says now.
 * @typedef {object} MessageVersions
 * @property {MessageVersion[]} versions the oldest first, without what it says now; none of a deleted message
 * @property {number} keptDays for how many days after the edit that replaced it each is kept; 0: none is
 */

/**
 * A token just made: the one time that `token` is told.
 * @typedef {object} NewToken
 * @property {string} token the secret, to be sent as `Authorization: Bearer …` or in the socket's `auth`
 * @property {string|null} expiresAt null: never
 * @property {number} id
 * @property {string} name
 */

/**
 * What one is asked to confirm, and has not.
 * @typedef {object} OpenAnnouncements
 * @property {Message[]} announcements those first whose date comes first; 50 at most
 * @property {number} count how many there are
 */

/**
 * How one uses emojis.
 * @typedef {object} OwnEmojis
 * @property {number} skinTone
 * @property {UsedEmoji[]} recent the last one first; at most 24
 */

/**
 * A file as whoever may see it sees it; of what is in no message yet, that is its owner.
 * @typedef {object} OwnFile
 * @property {string} id
 * @property {string} name as its sender has it, without folders; what a sealed one is called stands in the sealed body of its message
 * @property {string} type what it is by its content; of what is not known, and of what is sealed, `application/octet-stream`
 * @property {'image'|'video'|'audio'|'document'|'other'} kind what sort of thing that is
 * @property {number} size its bytes
 * @property {string} alt what is to be seen in it, for those who do not see it
 * @property {number} room
 * @property {number|null} message the message with which it came; null: it is in none yet
 * @property {'uploading'|'processing'|'ready'|'refused'} state `uploading` until all of it is there, then perhaps `processing` for a moment; a message may have it once it is `ready`
 * @property {number} received how many of its bytes are there
 * @property {string|null} expiresAt when it is thrown away unless it is in a message by then; null: it is
 * @property {number} [width] only of a picture: its pixels; of a document: those of its first page, which is at `?size=still`
 * @property {number} [height] as `width`
 * @property {Thumbnail[]} [thumbnails] the smaller forms of a picture that is larger than they are; absent: none
 * @property {boolean} [moving] a picture that moves: `?size=still` gives its first frame, for those who want less motion; absent: it does not
 * @property {boolean} [sealed] only in encrypted rooms: its bytes are for the devices of the room's people; absent: they are as they were sent
 * @property {string} [refusal] only where it is `refused`: why, in a sentence for people
 */

/**
 * `/me/receipts`
 * @typedef {object} OwnReceipts
 * @property {boolean} on whether others see when one has read, and one sees it of them
 */

/**
 * The same of the person who asks.
 * @typedef {object} OwnStatus
 * @property {number} user
 * @property {string|null} emoji
 * @property {string} text
 * @property {string|null} until when emoji and text end; null: not by themselves
 * @property {string|null} dndUntil until when they do not want to be disturbed; null: they may be
 * @property {string|null} timeZone the name of their time zone (IANA); null: they do not tell
 * @property {WorkingHours|null} workingHours
 * @property {'browser'|'person'} zoneFrom whether their browser says their time zone, or they chose it
 */

/**
 * A person's keys. Whom one shares no room with has none.
 * @typedef {object} PersonKeys
 * @property {number} person
 * @property {DeviceKeys[]} devices
 * @property {Record<string, any>|null} masterKey
 * @property {Record<string, any>|null} selfSigningKey
 * @property {Record<string, any>|null} userSigningKey one's own only
 */

/**
 * A pinned message.
 * @typedef {object} Pin
 * @property {Message} message
 * @property {User} by who pinned it
 * @property {string} at when
 */

/**
 * A page of a room's pinned messages.
 * @typedef {object} PinsPage
 * @property {Pin[]} pins in their order: what was pinned last stands first, unless somebody moved it
 * @property {boolean} complete whether these are the last ones
 * @property {'everybody'|'admins'} pinning who pins in the room
 * @property {boolean} mayPin whether one is among them
 */

/**
 * Where a room stands in a person's list.
 * @typedef {object} Placed
 * @property {number} room
 * @property {number|null} section
 * @property {number|null} hiddenSeq it is in no list as long as nothing was said after this `seq`; null: it is in the list
 */

/**
 * A poll. Who chose what is asked for apart from it, page by page.
 * @typedef {object} Poll
 * @property {PollOption[]} options in the order in which they came; they are spoken of by their index, from 0
 * @property {boolean} multiple whether each may choose several
 * @property {boolean} anonymous whether nobody is shown who chose what, nor how many chose it before it has ended
 * @property {boolean} extendable whether everybody in the room may add options
 * @property {string|null} endsAt when it ends; null: when somebody ends it
 * @property {string|null} endedAt when it was ended; it has also ended if `endsAt` is past
 * @property {number} voters how many people chose anything
 * @property {number[]} [mine] only in what is told to one person: the indexes of what they chose. Nobody's, once an anonymous poll has ended
 */

/**
 * What can be chosen in a poll.
 * @typedef {object} PollOption
 * @property {string} text empty in an encrypted room: what it says stands in the sealed body
 * @property {number|null} votes how many chose it; null: the poll is anonymous, and has not ended
 * @property {number} [addedBy] who added it later; absent: it was there from the start
 */

/**
 * The last message of a direct conversation, in a line.
 * @typedef {object} Preview
 * @property {number} seq
 * @property {number} sender
 * @property {string} text without marks and breaks; empty if the message is deleted, or sealed, or has no words
 * @property {boolean} deleted
 * @property {boolean} sealed
 * @property {File[]} [attachments] the files of a message that has no words; absent: none
 */

/**
 * The size of a preview's picture: at `/messages/{message}/previews/{preview}/picture`.
 * @typedef {object} PreviewPicture
 * @property {number} width
 * @property {number} height
 */

/**
 * The person who asks, with what they chose: the answer to `GET /me` and `PATCH /me`.
 * @typedef {object} Profile
 * @property {number} id
 * @property {string} username the name they log in and are mentioned by
 * @property {string} displayName the name they are shown by; need not be unique
 * @property {string|null} avatar the path of their picture; null: draw their initial
 * @property {boolean} isAdmin whether they administrate the server; says nothing about their roles in rooms
 * @property {'everybody'|'known'|'nobody'} reach who may add them to rooms and write to them first; `known`: those with whom they share a private room or a direct conversation
 * @property {string|null} language the tag (BCP 47) of the language in which pages address them; null: that of the browser
 */

/**
 * A public room in the directory.
 * @typedef {object} PublicRoom
 * @property {number} id
 * @property {string} name need not be unique; of a direct conversation, the names of the others
 * @property {'public'|'private'|'direct'} kind `public`: anybody may join; `private`: by invitation; `direct`: always the same people
 * @property {string} topic empty: none
 * @property {boolean} encrypted whether it takes messages only that its people's devices alone can read; for good
 * @property {number|null} encryptedFrom the `seq` after which all messages are sealed; null: it is not encrypted
 * @property {boolean} archived whether it takes no more messages, changes and members; it stays readable
 * @property {boolean} newcomers whether new accounts become members of it by themselves
 * @property {boolean} hidesHistory whether whoever is added to it sees nothing of what was said before; private rooms only
 * @property {'owner'|'admin'|'member'|'guest'|null} role the reader's; null in a public room that they have not joined
 * @property {number} lastSeq the `seq` of the newest message; 0 before the first
 * @property {number} version counts every change of a message in the room: see `changes`
 * @property {User[]} people the others of a direct conversation; empty in other rooms
 * @property {number} memberCount
 */

/**
 * An emoji under a message.
 * @typedef {object} Reaction
 * @property {string} emoji
 * @property {number[]} users the ids of the first 50 who chose it, first to last
 * @property {number} count how many chose it
 * @property {string[]} [forms] as `users`: each one's emoji in the skin tone that they chose; only where somebody has one
 * @property {boolean} [mine] only where `users` are not all of them, in what is told to one person: whether they did
 */

/**
 * Somebody's reaction.
 * @typedef {object} ReactionOf
 * @property {User} user
 * @property {string} emoji as it stands under the message
 * @property {string} form the same in the skin tone that they chose
 */

/**
 * Who reacted to a message: some of them, first to last.
 * @typedef {object} ReactionPage
 * @property {ReactionOf[]} reactions
 * @property {number|null} next what to ask for as `after`; null: these were the last
 */

/**
 * Where the reader stands now.
 * @typedef {object} ReadAck
 * @property {number} readSeq
 * @property {number} setBack how often that was set back
 * @property {number} [aside] how many of the messages after it stand in threads only; absent: none
 */

/**
 * How far somebody has read a room, or a thread.
 * @typedef {object} ReadMark
 * @property {number} user
 * @property {number} readSeq 0: nothing since they came, or since they follow the thread
 */

/**
 * Somebody who has read a message.
 * @typedef {object} Reader
 * @property {User} user
 * @property {string} by when they had read it at the latest: they may have read more since
 */

/**
 * `GET /e2ee/recovery`
 * @typedef {object} Recovery
 * @property {string} sealed
 * @property {number} version
 */

/**
 * What one wants to be told at a time.
 * @typedef {object} Reminder
 * @property {number} id
 * @property {string} text
 * @property {string} local what the clock showed or shows at its first time, `2026-01-31T09:30`
 * @property {string} zone
 * @property {'daily'|'weekdays'|'weekly'|'monthly'|null} repeat
 * @property {string|null} at when one is told next; null: not any more
 * @property {string|null} dueAt when one was told last, and has not said since that it is done; null: it is not due
 * @property {number|null} room the room in which one thought of it
 */

/**
 * All of one's reminders.
 * @typedef {object} Reminders
 * @property {Reminder[]} reminders those that are due first, then by their next time
 * @property {number} due how many are due
 */

/**
 * A room as one person sees it.
 * @typedef {object} Room
 * @property {number} id
 * @property {string} name need not be unique; of a direct conversation, the names of the others
 * @property {'public'|'private'|'direct'} kind `public`: anybody may join; `private`: by invitation; `direct`: always the same people
 * @property {string} topic empty: none
 * @property {boolean} encrypted whether it takes messages only that its people's devices alone can read; for good
 * @property {number|null} encryptedFrom the `seq` after which all messages are sealed; null: it is not encrypted
 * @property {boolean} archived whether it takes no more messages, changes and members; it stays readable
 * @property {boolean} newcomers whether new accounts become members of it by themselves
 * @property {boolean} hidesHistory whether whoever is added to it sees nothing of what was said before; private rooms only
 * @property {'owner'|'admin'|'member'|'guest'|null} role the reader's; null in a public room that they have not joined
 * @property {number} lastSeq the `seq` of the newest message; 0 before the first
 * @property {number} version counts every change of a message in the room: see `changes`
 * @property {User[]} people the others of a direct conversation; empty in other rooms
 */

/**
 * `/rooms/{id}/callers`: who may use `@room` and `@here`.
 * @typedef {object} RoomCallers
 * @property {'team'|'everybody'|'members'|'admins'} callers `team`: everybody in rooms of up to so many members as the server says, admins and owners in larger ones; `members`: everybody but guests
 */

/**
 * A file of a room, with the message that it came with.
 * @typedef {object} RoomFile
 * @property {string} id
 * @property {string} name as its sender has it, without folders; what a sealed one is called stands in the sealed body of its message
 * @property {string} type what it is by its content; of what is not known, and of what is sealed, `application/octet-stream`
 * @property {'image'|'video'|'audio'|'document'|'other'} kind what sort of thing that is
 * @property {number} size its bytes
 * @property {string} alt what is to be seen in it, for those who do not see it
 * @property {number} message
 * @property {User} sender
 * @property {string} timestamp when the message was accepted
 * @property {number} [width] only of a picture: its pixels; of a document: those of its first page, which is at `?size=still`
 * @property {number} [height] as `width`
 * @property {Thumbnail[]} [thumbnails] the smaller forms of a picture that is larger than they are; absent: none
 * @property {boolean} [moving] a picture that moves: `?size=still` gives its first frame, for those who want less motion; absent: it does not
 * @property {boolean} [sealed] only in encrypted rooms: its bytes are for the devices of the room's people; absent: they are as they were sent
 */

/**
 * A page of a room's files.
 * @typedef {object} RoomFilesPage
 * @property {RoomFile[]} files those of the newest messages first
 * @property {string|null} next the `before` of the next page; null: there is none
 */

/**
 * What of a room calls for a person.
 * @typedef {object} RoomLevel
 * @property {number} room
 * @property {'all'|'mentions'|'nothing'} level
 * @property {boolean} usualLevel whether that is the one for all rooms
 * @property {boolean} muted
 */

/**
 * The answer to `GET /rooms`.
 * @typedef {object} RoomList
 * @property {RoomSummary[]|PublicRoom[]} rooms one's own: what matters first; public ones: by id
 * @property {string|null} next one's own rooms: the `cursor` of the next page; null: this is the last one
 * @property {RoomTotals|null} totals of one's own rooms
 */

/**
 * `GET /e2ee/rooms/{room}`: for whom a message of the room is sealed.
 * @typedef {object} RoomPeople
 * @property {number[]} people all members
 * @property {number} keysVersion counts up when the people of an encrypted room, or the devices of one of them, change
 */

/**
 * Whether links in a room have previews: `GET` and `PUT /rooms/{room}/previews`.
 * @typedef {object} RoomPreviews
 * @property {boolean} on
 */

/**
 * How far the others have read a room, or a thread in it.
 * @typedef {object} RoomReaders
 * @property {'people'|'number'|'nothing'} shown `number`: the room has more than 20 people; `GET /messages/{id}/readers` counts them
 * @property {ReadMark[]} marks of those others who show it; none unless `shown` is `people`
 */

/**
 * `/rooms/{id}/receipts`
 * @typedef {object} RoomReceipts
 * @property {boolean} on whether people see in this room who has read a message
 */

/**
 * A room in a person's list, with what they have not read.
 * @typedef {object} RoomSummary
 * @property {number} id
 * @property {string} name need not be unique; of a direct conversation, the names of the others
 * @property {'public'|'private'|'direct'} kind `public`: anybody may join; `private`: by invitation; `direct`: always the same people
 * @property {string} topic empty: none
 * @property {boolean} encrypted whether it takes messages only that its people's devices alone can read; for good
 * @property {number|null} encryptedFrom the `seq` after which all messages are sealed; null: it is not encrypted
 * @property {boolean} archived whether it takes no more messages, changes and members; it stays readable
 * @property {boolean} newcomers whether new accounts become members of it by themselves
 * @property {boolean} hidesHistory whether whoever is added to it sees nothing of what was said before; private rooms only
 * @property {'owner'|'admin'|'member'|'guest'|null} role the reader's; null in a public room that they have not joined
 * @property {number} lastSeq the `seq` of the newest message; 0 before the first
 * @property {number} version counts every change of a message in the room: see `changes`
 * @property {User[]} people the others of a direct conversation; empty in other rooms
 * @property {number} readSeq everything up to this `seq` is read
 * @property {number} setBack how often `readSeq` was set back (`markUnread`): of two tellings the one with more is the later, and of two with as many the one that is further
 * @property {number} unread messages after `readSeq`, tombstones among them, but not those that stand in threads only
 * @property {number} aside messages after `readSeq` that stand in threads only
 * @property {number} mentions messages among the unread that mention the reader by `@username`
 * @property {number} visibleFromSeq the `seq` of the first message that the reader sees: what was said before they came is not for them; 0: they see all
 * @property {'all'|'mentions'|'nothing'} level what of it calls for the reader
 * @property {boolean} usualLevel whether that is the one that they have for all rooms
 * @property {boolean} muted whether nothing of it calls for them, whatever the level
 * @property {number|null} section where it stands in the reader's list; null, or none of theirs: with others of its kind
 * @property {number|null} hiddenSeq a direct conversation is not in their list as long as nothing was said after this, and all of it is read; null: it is
 * @property {Preview|null} preview of a direct conversation its last message; null: there is none
 * @property {ThreadsUnread} [threads] what is unread in threads; absent: nothing
 */

/**
 * What calls in all of a person's rooms together, archived and muted ones left out.
 * @typedef {object} RoomTotals
 * @property {number} rooms all of them but the archived ones
 * @property {number} unread unread messages, as far as each room's `level` lets them count
 * @property {number} mentions those among them that call for the reader: mentions, and where the level is `all`, whatever is said in direct conversations; also in threads that they follow
 * @property {number} threads unread messages of threads that one follows, in rooms that may call for the reader
 */

/**
 * The answer to `saveDraft`.
 * @typedef {object} SavedDraft
 * @property {boolean} saved false: it was sent already, or there was something newer
 * @property {Draft|null} draft what is kept now; null: nothing
 */

/**
 * Which messages one has saved that are not done.
 * @typedef {object} SavedMessages
 * @property {number[]} messages
 * @property {number} due how many reminders are due
 */

/**
 * A message of one's own that waits for its time.
 * @typedef {object} Scheduled
 * @property {number} id
 * @property {string} clientId
 * @property {number|null} room null: the room is deleted
 * @property {string} content
 * @property {number|null} replyTo
 * @property {number|null} thread
 * @property {boolean} inRoom
 * @property {string} at when it is sent
 * @property {string|null} localTime what the clock of `timeZone` shows then; null: it was given as a moment
 * @property {string|null} timeZone
 * @property {ErrorBody|null} problem why it could not be sent when its time came: it waits until its author changes it
 */

/**
 * All messages of one's own that wait: those that could not be sent first, then by time.
 * @typedef {object} ScheduledList
 * @property {Scheduled[]} scheduled
 */

/**
 * What only the devices of a room's people can read, and what the server has to know of it.
 * @typedef {object} SealedBody
 * @property {'m.megolm.v1.aes-sha2'} algorithm how it is sealed: Megolm, as Matrix has it
 * @property {string} ciphertext
 * @property {string} session the id of the sender's Megolm session
 * @property {string} device the sender's
 * @property {string} senderKey that device's Curve25519 key
 * @property {number} keysVersion the room's, for whose people and devices it is sealed: an older one is refused
 * @property {number[]} calls the ids of members whom it calls for, named by the sender's client
 * @property {'here'|'room'} [everybody] whether it calls for all members, or all who are not offline, as well
 * @property {number[]} [groups] the ids of groups that it calls for
 */

/**
 * A part of a person's list of rooms.
 * @typedef {object} Section
 * @property {number} id of this person's; another one's may have the same
 * @property {'favourites'|'own'|'rooms'|'direct'} kind `own`: made by the person; `rooms` and `direct`: for what is put nowhere else
 * @property {string} name of one's own; of others empty
 * @property {boolean} folded whether only what is unread is shown of it
 */

/**
 * The sections of a person, in their order.
 * @typedef {object} SectionList
 * @property {Section[]} sections
 */

/**
 * The answer to `sendScheduled`.
 * @typedef {object} SentScheduled
 * @property {Message} message
 */

/**
 * A text with a name, by which it is put into the box.
 * @typedef {object} Snippet
 * @property {number} id
 * @property {string} name
 * @property {string} text
 * @property {boolean} team whether it is the team's; otherwise nobody else sees it
 */

/**
 * The answer to `GET /snippets`: one's own and the team's, each in the order of their names.
 * @typedef {object} SnippetList
 * @property {Snippet[]} snippets
 */

/**
 * What a person says of themselves. What has ended is left out: null, or an empty text.
 * @typedef {object} Status
 * @property {number} user
 * @property {string|null} emoji
 * @property {string} text
 * @property {string|null} until when emoji and text end; null: not by themselves
 * @property {string|null} dndUntil until when they do not want to be disturbed; null: they may be
 * @property {string|null} timeZone the name of their time zone (IANA); null: they do not tell
 * @property {WorkingHours|null} workingHours
 */

/**
 * The answer to `setStatus`.
 * @typedef {object} StatusAck
 * @property {OwnStatus} status
 */

/**
 * The answer to `GET /statuses`: of those who say something, in no order.
 * @typedef {object} StatusList
 * @property {Status[]} statuses
 */

/**
 * The same, and what one may do with it.
 * @typedef {object} TeamEmoji
 * @property {string} name
 * @property {string} picture where its picture is: WebP, at most 128 pixels wide and high
 * @property {string} still where it is as it stands still; the same address, if it never moves
 * @property {boolean} mayDelete whether one may rename or delete it
 */

/**
 * The answer to `GET /threads`.
 * @typedef {object} ThreadList
 * @property {FollowedThread[]} threads those with something unread first, in both parts the newest first
 * @property {string|null} next the `cursor` of the next page; null: this is the last one
 */

/**
 * The answer to `threadHistory`.
 * @typedef {object} ThreadPage
 * @property {number} room
 * @property {number} thread
 * @property {boolean} following
 * @property {number} readSeq everything in it up to this `seq` is read; of a thread that one does not follow all
 * @property {number} unread messages of others after it, up to 1,000; 0 in a thread that one does not follow
 * @property {number} mentions messages among them that mention the reader
 * @property {number} roomUnread the same of all threads of the room that one follows
 * @property {number} roomMentions
 * @property {Message|null} root the message that began it; null: it was said before the reader came, and is not for them
 * @property {Message[]} messages oldest first
 * @property {boolean} complete whether there is nothing more in the direction that was asked for
 */

/**
 * How one stands to a thread.
 * @typedef {object} ThreadStanding
 * @property {number} room
 * @property {number} thread
 * @property {boolean} following
 * @property {number} readSeq everything in it up to this `seq` is read; of a thread that one does not follow all
 * @property {number} unread messages of others after it, up to 1,000; 0 in a thread that one does not follow
 * @property {number} mentions messages among them that mention the reader
 * @property {number} roomUnread the same of all threads of the room that one follows
 * @property {number} roomMentions
 */

/**
 * What is unread in the threads of a room that one follows, up to 1,000 of each.
 * @typedef {object} ThreadsUnread
 * @property {number} unread
 * @property {number} mentions messages among them that mention the reader
 */

/**
 * A smaller form of a picture.
 * @typedef {object} Thumbnail
 * @property {'small'|'large'} size which one: 480 or 1,600 pixels wide and high at most
 * @property {number} width
 * @property {number} height
 */

/**
 * An access token as its owner sees it later: never the secret.
 * @typedef {object} Token
 * @property {number} id
 * @property {string} name what its owner calls it
 * @property {string} createdAt
 * @property {string|null} lastUsedAt exact to a minute; null: never
 * @property {string|null} expiresAt null: never
 */

/**
 * The answer to `GET /tokens`.
 * @typedef {object} TokenList
 * @property {Token[]} tokens
 */

/**
 * For how long one's clients hold a message back before they send it.
 * @typedef {object} UndoSend
 * @property {'0'|'5'|'10'|'20'} seconds 0: it is sent at once
 */

/**
 * An emoji that one used lately.
 * @typedef {object} UsedEmoji
 * @property {string} emoji in the skin tone in which one used it, or `:name:` of one of the team
 * @property {string} at
 */

/**
 * A person as others see them.
 * @typedef {object} User
 * @property {number} id
 * @property {string} username the name they log in and are mentioned by
 * @property {string} displayName the name they are shown by; need not be unique
 * @property {string|null} avatar the path of their picture; null: draw their initial
 */

/**
 * The answer to `GET /users`.
 * @typedef {object} UserList
 * @property {User[]} users
 */

/**
 * One person's state over all of their tabs and devices.
 * @typedef {object} UserPresence
 * @property {number} id of the person
 * @property {'online'|'away'|'offline'} state `online` while one of their sockets is active, `away` when none is, `offline` without one
 */

/**
 * `PUT /me/level`: the level of all rooms where none is chosen.
 * @typedef {object} UsualLevel
 * @property {'all'|'mentions'|'nothing'} level
 */

/**
 * Who chose an option.
 * @typedef {object} VotersPage
 * @property {User[]} people in the order in which they chose it
 * @property {number|null} next the `after` of the next page; null: this is the last one
 */

/**
 * When somebody usually works, by the clock of their time zone.
 * @typedef {object} WorkingHours
 * @property {number[]} days the days of the week: 1 is Monday
 * @property {string} start `09:00`
 * @property {string} end `17:00`; not after `start`: on the next day
 */

/**
 * Whom a message of one's own with these names would call for.
 * @typedef {object} WouldCall
 * @property {number} people how many members, oneself left out
 * @property {boolean} refused whether `room`, `here` or groups of many people are among the names, and one may not call for everybody: they call for nobody
 * @property {boolean} spent whether one has called for many so often that `room`, `here` and groups call for nobody for some time
 * @property {User[]} outside those of these names who are not in the room: they are not called
 * @property {boolean} mayAdd whether one may add people to the room; not everybody wants to be added by everybody
 */

/**
 * `POST /emoji`
 * @typedef {object} AddEmoji
 * @property {string} name
 * @property {string} picture a PNG, GIF or WebP of at most 1 MB, in Base64
 */

/**
 * `POST /rooms/{id}/members`
 * @typedef {object} AddMember
 * @property {string} username
 */

/**
 * `POST /groups/{id}/members`
 * @typedef {object} AddToGroup
 * @property {string} username
 */

/**
 * `GET /e2ee/backup/{version}/sessions`
 * @typedef {object} BackupQuery
 * @property {number} [after] the `next` of the page before
 * @property {number|null} [room]
 * @property {string|null} [session]
 * @property {number} [limit]
 */

/**
 * `GET /bookmarks`
 * @typedef {object} BookmarksQuery
 * @property {'open'|'reminders'|'done'} [show] those that are open, those of them with a reminder (by its time), or those that are done
 * @property {number|null} [before] the `id` of the last one of the page before
 * @property {number} [limit]
 */

/**
 * `GET /rooms/{id}/changes`
 * @typedef {object} ChangesQuery
 * @property {number} after the room version up to which the client knows everything
 * @property {number} [limit]
 */

/**
 * `PUT /rooms/{id}/level`
 * @typedef {object} ChooseLevel
 * @property {'all'|'mentions'|'nothing'|null} level null: the one that one has for all rooms
 * @property {boolean} muted
 */

/**
 * `GET /messages/{message}/confirmations`
 * @typedef {object} ConfirmationsQuery
 * @property {'confirmed'|'missing'} [show] who has confirmed it, or who is asked to and has not
 * @property {number|null} [after] the `next` of the page before
 * @property {number} [limit] 0: only the numbers
 */

/**
 * `POST /groups`
 * @typedef {object} CreateGroup
 * @property {string} name
 * @property {string|null} [displayName] without one, the name
 * @property {string[]} [members] usernames
 */

/**
 * `POST /rooms`
 * @typedef {object} CreateRoom
 * @property {'public'|'private'|'direct'} kind
 * @property {string|null} [name] demanded but for direct conversations, which have none
 * @property {string} [topic]
 * @property {boolean} [encrypted] not for public rooms; a direct conversation that is there already stays as it is
 * @property {boolean} [hidesHistory] private rooms: whoever is added later sees nothing of what was said before
 * @property {string[]} [members] the usernames of those who are members from the start, beside oneself
 * @property {string|null} [clientId] an id of this request: sent again, it finds the room that it made
 */

/**
 * `POST /tokens` with a password (no login needed), or without one by somebody logged in.
 * @typedef {object} CreateToken
 * @property {string|null} [username]
 * @property {string|null} [password]
 * @property {string} [name] what to call it in the list of one's tokens
 * @property {number|null} [days] until it expires; null for never
 */

/**
 * `PATCH /groups/{id}`
 * @typedef {object} EditGroup
 * @property {string} displayName
 */

/**
 * `PATCH /rooms/{id}/members/{userId}`
 * @typedef {object} EditMember
 * @property {'owner'|'admin'|'member'|'guest'} role
 */

/**
 * `PATCH /me`: what changes, at least one of it.
 * @typedef {object} EditProfile
 * @property {string|null} [displayName]
 * @property {'everybody'|'known'|'nobody'|null} [reach] who may add one to rooms and write to one first
 * @property {string|null} [language] the tag of the language in which pages address one; null or empty: that of the browser
 */

/**
 * `PATCH /rooms/{id}`: the fields that change.
 * @typedef {object} EditRoom
 * @property {string|null} [name]
 * @property {string|null} [topic]
 * @property {boolean|null} [archived]
 * @property {boolean|null} [newcomers] public rooms, by an administrator of the server who manages the room
 * @property {boolean|null} [hidesHistory] private rooms: for whoever is added from then on; those who are there see what they saw
 * @property {boolean|null} [encrypted] `true`, by the owner of a private room, or by anybody in a direct conversation, of which it is the only field to be changed: encrypted from now on, for good
 */

/**
 * `PATCH /me/status`: what changes, at least one of it.
 * @typedef {object} EditStatus
 * @property {string|null} [emoji] null: none
 * @property {string} [text]
 * @property {string|null} [until] when emoji and text end; null: not by themselves
 * @property {string|null} [dndUntil] until when one does not want to be disturbed; null: one may be
 * @property {string|null} [timeZone] null: others are not told
 * @property {'browser'|'person'|null} [zoneFrom]
 * @property {WorkingHours|null} [workingHours]
 */

/**
 * `GET /blocks`: in the order of their ids, a page at a time.
 * @typedef {object} FindBlocks
 * @property {number} [after] the `next` of the page before
 * @property {number} [limit]
 */

/**
 * `GET /emoji`
 * @typedef {object} FindEmojis
 * @property {number|null} [known] the `version` of the emojis that one has already
 */

/**
 * `GET /groups`
 * @typedef {object} FindGroups
 * @property {string} [q] part of a name
 * @property {number} [limit]
 */

/**
 * `GET /messages/{message}/reactions`: who reacted to a message.
 * @typedef {object} FindReactions
 * @property {string|null} [emoji] only those with this emoji; without it everybody
 * @property {number} [after] go on behind this number of an answer before
 * @property {number} [limit]
 */

/**
 * `GET /statuses`
 * @typedef {object} FindStatuses
 * @property {string} users the ids of people, with commas between them
 */

/**
 * `GET /users`: in the order of their names, a page at a time.
 * @typedef {object} FindUsers
 * @property {string} [q] part of a username or display name
 * @property {string} [after] the username that ended the page before
 * @property {number} [limit]
 */

/**
 * `POST /messages/{id}/forward`
 * @typedef {object} ForwardMessage
 * @property {number} room where it is to be said
 * @property {string} [note] what stands above it
 * @property {string|null} [clientId] made by the client, once: sent again it makes no second message
 */

/**
 * `GET /rooms/{id}/messages`: before or after a seq, or since a time; else the newest page.
 * @typedef {object} HistoryQuery
 * @property {number|null} [before] a `seq`: the messages just before it
 * @property {number|null} [after] a `seq`: the messages just after it
 * @property {string|null} [since] a time: the messages from then on
 * @property {number} [limit]
 * @property {boolean} [html] whether each message comes with its `html` as well
 */

/**
 * `PUT /inbox/{id}`
 * @typedef {object} InboxItemState
 * @property {boolean} read
 */

/**
 * `GET /inbox`
 * @typedef {object} InboxQuery
 * @property {boolean} [unread] only what is not read
 * @property {number|null} [before] the `next` of the page before
 * @property {number} [limit] 0: only how many are unread
 */

/**
 * `PUT /inbox/read`
 * @typedef {object} InboxReadUpTo
 * @property {number} upTo the newest entry that one has seen: it and all before it are read
 */

/**
 * `GET /e2ee/log`: what the log of identities says, the same to everybody.
 * @typedef {object} LogQuery
 * @property {number} [after] an index
 * @property {number} [limit]
 */

/**
 * Mail to one device.
 * @typedef {object} MailTo
 * @property {number} person
 * @property {string|'*'} device `*`: all devices of the person but the sender's
 * @property {Record<string, any>} content
 */

/**
 * `GET /rooms/{id}/members`: the people in a room, a page at a time.
 * @typedef {object} MemberSearch
 * @property {string} [q] part of a username or a display name
 * @property {'any'|'here'} [state] `here`: only those who are not offline
 * @property {number} [after] the `next` of the page before
 * @property {number} [limit]
 */

/**
 * `GET /messages/{message}`
 * @typedef {object} MessageQuery
 * @property {boolean} [html] whether the message comes with its `html` as well
 */

/**
 * `GET /messages`
 * @typedef {object} MessagesQuery
 * @property {string} ids the ids of messages with commas between them, at most 20
 */

/**
 * `GET /rooms/{id}/calls`
 * @typedef {object} NamesQuery
 * @property {string} names what stands behind the `@`s of a text, with spaces between; 50 of them are looked at
 */

/**
 * What asks the members of a room to confirm that they have read a message.
 * @typedef {object} NewAnnouncement
 * @property {string} by until when
 * @property {string|null} [remindAt] when those are reminded who have not confirmed it; null: they are not
 */

/**
 * `POST /e2ee/backup`: begin a new backup of room keys; the one before is thrown away.
 * @typedef {object} NewBackup
 * @property {Record<string, any>} authData the backup's public key, signed by the person's identity and device
 */

/**
 * A poll that is to hang on a message, which is its question.
 * @typedef {object} NewPoll
 * @property {string[]} options what can be chosen, each once; with a sealed body all are empty, and what they say stands among what is sealed
 * @property {boolean} [multiple] whether each may choose several
 * @property {boolean} [anonymous] whether nobody is shown who chose what, nor how many chose it before it has ended
 * @property {boolean} [extendable] whether everybody in the room may add options; not with a sealed body
 * @property {string|null} [endsAt] when it ends; null: when somebody ends it
 */

/**
 * `POST /sections`; of one name there is one.
 * @typedef {object} NewSection
 * @property {string} name
 */

/**
 * `PATCH /files/{file}`
 * @typedef {object} PatchFile
 * @property {string} alt what is to be seen in it; empty: nobody says
 */

/**
 * `PATCH /messages/{id}`
 * @typedef {object} PatchMessage
 * @property {SealedBody} [sealed] in an encrypted room, in place of `content`
 * @property {string} [content] in other rooms
 */

/**
 * `PATCH /scheduled/{scheduled}`: what changes; what is not named stays.
 * @typedef {object} PatchScheduled
 * @property {string|null} [at] a moment; null: `localTime` says it
 * @property {string|null} [localTime] what the clock of `timeZone` shows then, without a zone: `2026-01-31T09:30`. It stays so if the clocks are changed meanwhile. What they never show, as they are put forward, is so much later; of what they show twice, it is the first time
 * @property {string|null} [timeZone] the name of the time zone (IANA) of `localTime`
 * @property {string|null} [content]
 */

/**
 * `GET /rooms/{id}/pins`
 * @typedef {object} PinsQuery
 * @property {number} [after] how many of the first are left out
 * @property {number} [limit]
 */

/**
 * `PATCH /messages/{id}/pin`
 * @typedef {object} PlacePin
 * @property {number} place where it is to stand among the pinned messages: 0 is the top; too large: the end
 */

/**
 * `POST /rooms/{id}/messages`; without a `clientId` the server makes one.
 * @typedef {object} PostMessage
 * @property {NewPoll|null} [poll] the poll of which the message is the question
 * @property {string[]|null} [attachments] the ids of files that one has sent to this room, all of them `ready` and in no other message; with them a message need not have a `content`
 * @property {NewAnnouncement|null} [announcement] asks the room's members to confirm that they have read the message
 * @property {SealedBody} [sealed] in an encrypted room, in place of `content`
 * @property {string} [content] in other rooms; may be left out where `attachments` are there
 * @property {string|null} [clientId]
 * @property {number|null} [replyTo]
 * @property {boolean} [plain] the content is to be shown as it stands: what a program says, and no Markdown
 * @property {number|null} [thread] the id of the message of the same room in whose thread it is to stand
 * @property {boolean} [inRoom] with `thread`: it is to stand in the room as well
 */

/**
 * `POST /messages/{message}/poll/options`
 * @typedef {object} PostOption
 * @property {string} text
 */

/**
 * `POST /reminders`; without a `clientId` the server makes one.
 * @typedef {object} PostReminder
 * @property {string} local what the clock shows then where one is: `2026-01-31T09:30`
 * @property {string} zone where that is: a time zone of the IANA's database, as `Europe/Berlin`
 * @property {string} [text] what one is reminded of; it may be empty where a room is named
 * @property {'daily'|'weekdays'|'weekly'|'monthly'|null} [repeat] how often one is reminded again, by that clock; null: not. `weekdays` are Monday to Friday, and `monthly` is the last day of a month that is too short
 * @property {string|null} [clientId] the same one makes no second reminder
 * @property {number|null} [room] the room in which one thought of it
 */

/**
 * `POST /rooms/{room}/scheduled`
 * @typedef {object} PostScheduled
 * @property {string} content
 * @property {string} clientId made by the client, once for each message: that of the message, when it is sent
 * @property {string|null} [at] a moment; null: `localTime` says it
 * @property {string|null} [localTime] what the clock of `timeZone` shows then, without a zone: `2026-01-31T09:30`. It stays so if the clocks are changed meanwhile. What they never show, as they are put forward, is so much later; of what they show twice, it is the first time
 * @property {string|null} [timeZone] the name of the time zone (IANA) of `localTime`
 * @property {number|null} [replyTo] the id of a message of the same room
 * @property {number|null} [thread] the id of the message of the same room in whose thread it is to stand
 * @property {boolean} [inRoom] with `thread`: it is to stand in the room as well
 */

/**
 * `POST /e2ee/backup/{version}/sessions`: of a session that is there already, the better copy stays: verified, of an earlier index, forwarded less often.
 * @typedef {object} PutBackup
 * @property {BackedUp[]} sessions
 */

/**
 * `PUT /messages/{id}/bookmark`: all that is to be kept of it.
 * @typedef {object} PutBookmark
 * @property {string} [note] for oneself
 * @property {string|null} [remindAt] when to be reminded; null: not
 * @property {boolean} [done] whether it is dealt with: then nobody is reminded
 */

/**
 * `PUT /e2ee/device`: what this login, or this access token, encrypts with.
 *
 * A login has one device. Another id takes the place of the one before, which is then gone for good: an id that a person's device had once is never taken again.
 * @typedef {object} PutDevice
 * @property {string} device made by the client: 80 random bits in base 32
 * @property {Record<string, any>} keys its `DeviceKeys`, signed by itself
 * @property {string} [name] how its person calls it
 */

/**
 * `PUT /rooms/{room}/draft`: what stands in the box. Without text and `replyTo`: nothing.
 * @typedef {object} PutDraft
 * @property {string} clientId that of the message that it becomes: once there is such a message it is no draft any more
 * @property {number} base the `version` that the client has seen last; 0: there was none
 * @property {string} [content] in rooms that are not encrypted
 * @property {string|null} [sealed] in an encrypted room: the text, encrypted by a client for the person's own devices
 * @property {number|null} [replyTo] the id of the message that it answers
 * @property {number|null} [thread] the id of the message in whose thread it is written
 */

/**
 * `PUT /e2ee/identity`: a person's cross-signing keys.
 *
 * The first ones are taken as they are. Others in their place need the password: whoever has only a login shall not become somebody else.
 * @typedef {object} PutIdentity
 * @property {Record<string, any>} masterKey
 * @property {Record<string, any>} selfSigningKey
 * @property {Record<string, any>} userSigningKey
 * @property {string|null} [password]
 */

/**
 * `POST /e2ee/keys`: more one-time keys of this device, and a new fallback key.
 * @typedef {object} PutKeys
 * @property {Record<string, any>} [oneTimeKeys]
 * @property {Record<string, any>} [fallbackKeys] by algorithm there is one: a new one takes the place of the old
 */

/**
 * `PUT /e2ee/recovery`: a person's secrets, sealed under their recovery key.
 * @typedef {object} PutRecovery
 * @property {string} sealed made and read by clients only
 * @property {number} replaces the `version` that it takes the place of; 0: there was none
 */

/**
 * `PUT /reminders/{reminder}`: all that is to be kept of it.
 * @typedef {object} PutReminder
 * @property {string} local what the clock shows then where one is: `2026-01-31T09:30`
 * @property {string} zone where that is: a time zone of the IANA's database, as `Europe/Berlin`
 * @property {string} [text] what one is reminded of; it may be empty where a room is named
 * @property {'daily'|'weekdays'|'weekly'|'monthly'|null} [repeat] how often one is reminded again, by that clock; null: not. `weekdays` are Monday to Friday, and `monthly` is the last day of a month that is too short
 */

/**
 * `POST /e2ee/signatures`: by one's self-signing key on one's devices, by one's user-signing key on others' master keys, which only oneself is shown, by a device on one's master key.
 * @typedef {object} PutSignatures
 * @property {Signed[]} signed
 */

/**
 * `PUT /messages/{message}/poll/vote`
 * @typedef {object} PutVote
 * @property {number[]} options the indexes of all that one chooses now, in place of what one chose before; empty: nothing any more
 */

/**
 * `PUT /rooms/{id}/read`
 * @typedef {object} ReadUpTo
 * @property {number} seq
 */

/**
 * `POST /e2ee/devices/{device}/removal`: end a device of one's own, and its login.
 * @typedef {object} RemoveDevice
 * @property {string|null} [statement] the removal, signed by one's identity, for the log; null: there is no identity to sign
 */

/**
 * `PATCH /emoji/{name}`
 * @typedef {object} RenameEmoji
 * @property {string} name
 */

/**
 * `POST /e2ee/unreadable`: counts for the server's figures, if the person wants it.
 *
 * Nothing of rooms, messages or people; each message once, when its key has had a minute to come.
 * @typedef {object} ReportUnreadable
 * @property {Unreadable[]} unreadable each reason once at most
 */

/**
 * `GET /rooms/{room}/files`
 * @typedef {object} RoomFilesQuery
 * @property {'image'|'video'|'audio'|'document'|'other'|null} [kind] only files of this sort
 * @property {string} [q] only those in whose names or descriptions these words stand
 * @property {string|null} [before] the `next` of the page before
 * @property {number} [limit]
 */

/**
 * `PUT /rooms/{room}/hidden`
 * @typedef {object} RoomHidden
 * @property {boolean} hidden
 */

/**
 * `PUT /rooms/{room}/section`
 * @typedef {object} RoomPlace
 * @property {number|null} section null: where rooms of its kind are
 */

/**
 * `GET /rooms`: one's own rooms, or the public ones by name or topic.
 * @typedef {object} RoomSearch
 * @property {'mine'|'public'} [scope]
 * @property {string} [q] part of a name or topic; of a direct conversation, of the name of somebody in it
 * @property {number} [after] public rooms: the id after which to go on
 * @property {string} [cursor] one's own rooms: the `next` of the page before
 * @property {'all'|'unread'} [show] one's own rooms: `unread`: those with something unread, and not muted
 * @property {number|null} [limit] so many at most; 100 of one's own, 50 public ones unless it is given
 */

/**
 * `GET /search`: messages of one's rooms that have all of these words in them, or in the names and descriptions of their files.
 *
 * In `q` stand words, in any order, `"phrases"`, and what a message is to be beside: `from:ann` (`from:me`), `in:Kitchen`, `with:ann` (in direct conversations), `before:`, `after:` and `on:` a day (`2026-01-31`, `today`, `yesterday`, by the clock of the person's time zone), `has:file`, `has:image`, `has:link`, `has:poll`, `has:reaction`, `is:mention`, `is:pinned`, `is:saved`, `is:thread`, `is:unread`. Names of several words stand in quotes. A minus before any of these turns it round. Whatever else has a colon is a word.
 * @typedef {object} Search
 * @property {string} q words or parts of words, ten at most with all else; capitals and the way in which a letter is composed make no difference, nor do accents, unless a word is written with some
 * @property {number|null} [room] only in this room
 * @property {number|null} [before] only messages with a smaller id: the `before` of the page before
 * @property {number} [limit]
 * @property {'newest'|'best'} [order] best: of the newest thousand, those first that have the words as whole words, close together, in short messages; there is one page of them
 * @property {boolean} [count] whether to count what there is; on the first page alone
 */

/**
 * `PATCH /sections/{section}`: the fields that change.
 * @typedef {object} SectionChange
 * @property {string|null} [name]
 * @property {boolean|null} [folded]
 * @property {number|null} [place] where it goes among the sections: 0 is the first
 */

/**
 * `PUT /rooms/{room}/announcing`
 * @typedef {object} SetAnnouncing
 * @property {'admins'|'everybody'} announcing who may ask for confirmations there: owners and admins only, or all members but guests
 */

/**
 * `PUT /rooms/{id}/pinning`
 * @typedef {object} SetPinning
 * @property {'everybody'|'admins'} pinning who pins in the room: everybody but guests, or owners and admins
 */

/**
 * Signatures of one's own on somebody's key: the key with them.
 * @typedef {object} Signed
 * @property {number} person
 * @property {string} keyId a device's id, or a master key's public part
 * @property {Record<string, any>} key
 */

/**
 * `POST /me/messages/deletion`
 * @typedef {object} StartErasing
 * @property {string} password of the account
 * @property {number|null} [room] only in this room; null: in all rooms that one is in
 */

/**
 * `GET /e2ee/sync`: what this device has not seen yet.
 * @typedef {object} SyncQuery
 * @property {number} [mail] the `mail` of the answer before: what it brought is acknowledged, and thrown away
 * @property {number} [lists] the `lists` of the answer before
 * @property {number} [limit]
 */

/**
 * `GET /threads`
 * @typedef {object} ThreadListQuery
 * @property {string} [cursor] the `next` of the page before
 * @property {number} [limit]
 */

/**
 * `GET /rooms/{room}/threads/{thread}/messages`: before or after a seq; else the newest.
 * @typedef {object} ThreadQuery
 * @property {number|null} [before] a `seq`: the messages of the thread just before it
 * @property {number|null} [after] a `seq`: the messages of the thread just after it
 * @property {number} [limit]
 */

/**
 * `PUT /rooms/{room}/threads/{thread}/read`
 * @typedef {object} ThreadReadUpTo
 * @property {number} seq
 */

/**
 * `PUT /rooms/{id}/unread`
 * @typedef {object} UnreadFrom
 * @property {number} seq
 */

/**
 * So many messages that a client could not open for one reason.
 * @typedef {object} Unreadable
 * @property {'noKey'|'beforeJoining'|'withheld'|'unverifiedSender'|'changedSender'|'replayed'|'moved'|'damaged'|'lost'} why no key came; said before one was there; refused by the sender's device; of a device without its owner's signature; of an identity that is another now; seen before; said for another place; broken; its key was thrown away by the browser
 * @property {number} count
 */

/**
 * `POST /me/recent-emojis`
 * @typedef {object} UseEmojis
 * @property {string[]} emojis what one used, the last one first. Not what one wrote in encrypted rooms
 */

/**
 * `GET /messages/{message}/poll/voters`
 * @typedef {object} VotersQuery
 * @property {number} option the index of the option
 * @property {number|null} [after] the `next` of the page before
 * @property {number} [limit]
 */

/**
 * `PUT /snippets`: makes one, or gives the one of that name another text.
 * @typedef {object} WriteSnippet
 * @property {string} name
 * @property {string} text
 * @property {boolean} [team] for everybody; only administrators write those
 */

/**
 * Add an option to a poll; one that is there already is not added again.
 * @typedef {object} AddPollOption
 * @property {string} text
 * @property {number} message
 */

/**
 * What was created, edited, deleted or reacted to since a version of the room.
 * @typedef {object} Changes
 * @property {number} after the room version up to which the client knows everything
 * @property {number} room
 * @property {number} [limit]
 */

/**
 * One-time keys of devices: each is handed out once. Who has none left gives its fallback.
 * @typedef {object} ClaimKeys
 * @property {Claimed[]} devices
 */

/**
 * Confirm that one has read a message; a second time changes nothing.
 * @typedef {object} Confirm
 * @property {number} message
 */

/**
 * Take back one's own message, or as owner or admin anybody's.
 * @typedef {object} DeleteMessage
 * @property {number} message
 */

/**
 * Take a section away, if it is there; the rooms in it are where others of their kind are.
 * @typedef {object} DeleteSection
 * @property {number} section
 */

/**
 * Change the text of one's own message; if it is `plain`, it stays so.
 * @typedef {object} EditMessage
 * @property {number} message
 * @property {SealedBody} [sealed] in an encrypted room, in place of `content`
 * @property {string} [content] in other rooms
 */

/**
 * Change what a message says that waits, or when it is sent.
 * @typedef {object} EditScheduled
 * @property {number} scheduled
 * @property {string|null} [at] a moment; null: `localTime` says it
 * @property {string|null} [localTime] what the clock of `timeZone` shows then, without a zone: `2026-01-31T09:30`. It stays so if the clocks are changed meanwhile. What they never show, as they are put forward, is so much later; of what they show twice, it is the first time
 * @property {string|null} [timeZone] the name of the time zone (IANA) of `localTime`
 * @property {string|null} [content]
 */

/**
 * Change a section's name or place, or fold it.
 * @typedef {object} EditSection
 * @property {number} section
 * @property {string|null} [name]
 * @property {boolean|null} [folded]
 * @property {number|null} [place] where it goes among the sections: 0 is the first
 */

/**
 * End a poll now; one that has ended stays so.
 * @typedef {object} EndPoll
 * @property {number} message
 */

/**
 * Follow a thread, or do so no more. Whoever began it, writes or is mentioned in it follows.
 *
 * Of more than 2,000 the threads that were begun first are followed no more.
 * @typedef {object} FollowThread
 * @property {number} room
 * @property {number} thread
 * @property {boolean} on false: no more, until one writes or is mentioned in it again
 */

/**
 * Save a message no longer; a second time changes nothing.
 * @typedef {object} ForgetMessage
 * @property {number} message
 */

/**
 * Take a direct conversation out of one's list until somebody says something in it.
 * @typedef {object} HideRoom
 * @property {boolean} hidden
 * @property {number} room
 */

/**
 * A page of messages, oldest first: before or after a seq, or since a time, of which only one can be asked for; else the newest page.
 * @typedef {object} History
 * @property {number} room
 * @property {number|null} [before] a `seq`: the messages just before it
 * @property {number|null} [after] a `seq`: the messages just after it
 * @property {string|null} [since] a time: the messages from then on
 * @property {number} [limit]
 * @property {boolean} [html] whether each message comes with its `html` as well
 */

/**
 * Enter a room's live feed; on a public room this makes one a member.
 * @typedef {object} JoinRoom
 * @property {number} room
 * @property {number|null} [after] the last `seq` that the client has: answered with what follows it, not the newest page
 */

/**
 * Stop this socket's live feed of a room. The membership stays.
 * @typedef {object} LeaveRoom
 * @property {number} room
 */

/**
 * Who reacted to a message, first to last.
 * @typedef {object} ListReactions
 * @property {number} message
 * @property {string|null} [emoji] only those with this emoji; without it everybody
 * @property {number} [after] go on behind this number of an answer before
 * @property {number} [limit]
 */

/**
 * Make a section of one's list of rooms; of one name there is one.
 * @typedef {object} MakeSection
 * @property {string} name
 */

/**
 * Everything is read, in all of one's rooms.
 * @typedef {object} MarkAllRead
 */

/**
 * Everything up to `seq` is read. Never goes back.
 * @typedef {object} MarkRead
 * @property {number} room
 * @property {number} seq
 * @property {number|null} [setBack] the `setBack` that one knows: if the mark was set back since, it stays where it is
 */

/**
 * Everything in a thread that one follows is read up to `seq`. Never goes back.
 * @typedef {object} MarkThreadRead
 * @property {number} seq
 * @property {number} room
 * @property {number} thread
 */

/**
 * Everything from `seq` on is unread again; if it was so already, nothing changes.
 * @typedef {object} MarkUnread
 * @property {number} room
 * @property {number} seq
 */

/**
 * Put a pinned message to another place among them; one that is not pinned stays so.
 * @typedef {object} MovePin
 * @property {number} place where it is to stand among the pinned messages: 0 is the top; too large: the end
 * @property {number} message
 */

/**
 * Pin a message in its room, above those that are pinned, or take it down; a second time changes nothing.
 * @typedef {object} PinMessage
 * @property {number} message
 * @property {boolean} on false: take it down
 */

/**
 * Put a room into a section of one's list.
 * @typedef {object} PlaceRoom
 * @property {number|null} section null: where rooms of its kind are
 * @property {number} room
 */

/**
 * The public keys of people with whom one shares a room, and of oneself.
 * @typedef {object} QueryKeys
 * @property {number[]} people
 */

/**
 * Add one's reaction to a message.
 * @typedef {object} React
 * @property {number} message
 * @property {string} emoji in any of its forms; there is one reaction for what looks the same (`❤` is `❤️`), and for all skin tones; or `:name:` of an emoji that the team has made
 */

/**
 * One has seen a reminder that was due: it is gone, or waits for its next time.
 * @typedef {object} ReminderDone
 * @property {number} reminder
 */

/**
 * Take a preview off a message, for good; a second time changes nothing.
 * @typedef {object} RemovePreview
 * @property {number} message
 * @property {number} preview
 */

/**
 * How far the others have read a room. What is written says that its author has read as far.
 * @typedef {object} GetReaders
 * @property {number} room
 */

/**
 * Keep what stands in the box, for all of one's devices.
 *
 * Where another one has kept something else since `base`, nothing is changed, and the answer says what that is.
 * @typedef {object} SaveDraft
 * @property {string} clientId that of the message that it becomes: once there is such a message it is no draft any more
 * @property {number} base the `version` that the client has seen last; 0: there was none
 * @property {number} room
 * @property {string} [content] in rooms that are not encrypted
 * @property {string|null} [sealed] in an encrypted room: the text, encrypted by a client for the person's own devices
 * @property {number|null} [replyTo] the id of the message that it answers
 * @property {number|null} [thread] the id of the message in whose thread it is written
 */

/**
 * Save a message for later, or change what one has saved it with.
 * @typedef {object} SaveMessage
 * @property {number} message
 * @property {string} [note] for oneself
 * @property {string|null} [remindAt] when to be reminded; null: not
 * @property {boolean} [done] whether it is dealt with: then nobody is reminded
 */

/**
 * Have a message sent later. The same `clientId` of the same person changes the one that waits.
 * @typedef {object} ScheduleMessage
 * @property {string} content
 * @property {string} clientId made by the client, once for each message: that of the message, when it is sent
 * @property {number} room
 * @property {string|null} [at] a moment; null: `localTime` says it
 * @property {string|null} [localTime] what the clock of `timeZone` shows then, without a zone: `2026-01-31T09:30`. It stays so if the clocks are changed meanwhile. What they never show, as they are put forward, is so much later; of what they show twice, it is the first time
 * @property {string|null} [timeZone] the name of the time zone (IANA) of `localTime`
 * @property {number|null} [replyTo] the id of a message of the same room
 * @property {number|null} [thread] the id of the message of the same room in whose thread it is to stand
 * @property {boolean} [inRoom] with `thread`: it is to stand in the room as well
 */

/**
 * Put mail into the boxes of devices of people with whom one shares a room, or of oneself.
 *
 * The same `transaction` from the same device is taken once.
 * @typedef {object} SendMail
 * @property {string} transaction
 * @property {string} type of the content: `m.room.encrypted`, `m.key.verification.request` …
 * @property {MailTo[]} messages
 */

/**
 * Post a message; the same `clientId` from the same sender makes no second one.
 * @typedef {object} SendMessage
 * @property {number} room
 * @property {string} clientId made by the client, once for each message and not for each attempt
 * @property {NewPoll|null} [poll] the poll of which the message is the question
 * @property {string[]|null} [attachments] the ids of files that one has sent to this room, all of them `ready` and in no other message; with them a message need not have a `content`
 * @property {NewAnnouncement|null} [announcement] asks the room's members to confirm that they have read the message
 * @property {SealedBody} [sealed] in an encrypted room, in place of `content`
 * @property {string} [content] in other rooms; may be left out where `attachments` are there
 * @property {number|null} [replyTo] the id of a message of the same room
 * @property {boolean} [plain] the content is to be shown as it stands: what a program says, and no Markdown
 * @property {number|null} [thread] the id of the message of the same room in whose thread it is to stand
 * @property {boolean} [inRoom] with `thread`: it is to stand in the room as well
 */

/**
 * Send a message now that waits.
 * @typedef {object} SendScheduled
 * @property {number} scheduled
 */

/**
 * Choose what of a room calls for one.
 * @typedef {object} SetLevel
 * @property {'all'|'mentions'|'nothing'|null} level null: the one that one has for all rooms
 * @property {boolean} muted
 * @property {number} room
 */

/**
 * Whether the person behind this socket is at their device.
 * @typedef {object} SetPresence
 * @property {'active'|'away'} state
 */

/**
 * Be reminded of something; the same `clientId` makes no second reminder.
 * @typedef {object} SetReminder
 * @property {string} local what the clock shows then where one is: `2026-01-31T09:30`
 * @property {string} zone where that is: a time zone of the IANA's database, as `Europe/Berlin`
 * @property {string} clientId
 * @property {string} [text] what one is reminded of; it may be empty where a room is named
 * @property {'daily'|'weekdays'|'weekly'|'monthly'|null} [repeat] how often one is reminded again, by that clock; null: not. `weekdays` are Monday to Friday, and `monthly` is the last day of a month that is too short
 * @property {number|null} [room] the room in which one thought of it
 */

/**
 * Say something of oneself: what is named changes, all else stays.
 * @typedef {object} SetStatus
 * @property {string|null} [emoji] null: none
 * @property {string} [text]
 * @property {string|null} [until] when emoji and text end; null: not by themselves
 * @property {string|null} [dndUntil] until when one does not want to be disturbed; null: one may be
 * @property {string|null} [timeZone] null: others are not told
 * @property {'browser'|'person'|null} [zoneFrom]
 * @property {WorkingHours|null} [workingHours]
 */

/**
 * Choose what of all those rooms calls for one where one has chosen nothing else.
 * @typedef {object} SetUsualLevel
 * @property {'all'|'mentions'|'nothing'} level
 */

/**
 * Do not send a message that waits: it is gone.
 * @typedef {object} StopScheduled
 * @property {number} scheduled
 */

/**
 * The same over the socket.
 * @typedef {object} SyncDevice
 * @property {number} [mail] the `mail` of the answer before: what it brought is acknowledged, and thrown away
 * @property {number} [lists] the `lists` of the answer before
 * @property {number} [limit]
 */

/**
 * A page of a thread, oldest first, without the message that began it.
 * @typedef {object} ThreadHistory
 * @property {number} room
 * @property {number} thread the id of the message that began it
 * @property {number|null} [before] a `seq`: the messages of the thread just before it
 * @property {number|null} [after] a `seq`: the messages of the thread just after it
 * @property {number} [limit]
 */

/**
 * How far the others who follow a thread have read it, by its own marks.
 * @typedef {object} GetThreadReaders
 * @property {number} room
 * @property {number} thread the id of the message that began it
 */

/**
 * The person behind this socket is typing, or has stopped.
 * @typedef {object} Typing
 * @property {number} room
 * @property {boolean} typing
 */

/**
 * Take one's reaction back.
 * @typedef {object} Unreact
 * @property {number} message
 * @property {string} emoji
 */

/**
 * Choose in a poll, in place of what one chose before. The same once more changes nothing.
 * @typedef {object} Vote
 * @property {number[]} options the indexes of all that one chooses now, in place of what one chose before; empty: nothing any more
 * @property {number} message
 */

/**
 * In a room there is something to confirm, or is not any more: whoever is asked hears of it wherever they look.
 * @typedef {object} AnnouncementsChanged
 * @property {number} room
 */

/**
 * One's own bookmark of a message was made, changed or removed, by this or another client.
 * @typedef {object} BookmarkChanged
 * @property {number} message
 * @property {boolean} saved whether it is saved and not done
 * @property {number} due how many reminders are due in all
 */

/**
 * Why the server is about to close this socket. Only after `shutdown` may one come back.
 * @typedef {object} Closing
 * @property {'loggedOut'|'banned'|'expired'|'shutdown'} code
 * @property {string} message the reason in words for a person
 * @property {number} [retryAfter] seconds after which to connect again; only with `shutdown`
 */

/**
 * One has not confirmed a message yet, and its author wants one to be reminded.
 * @typedef {object} ConfirmationDue
 * @property {number} message
 * @property {number} room
 * @property {string} by
 */

/**
 * Somebody has confirmed one's announcement.
 * @typedef {object} ConfirmationsChanged
 * @property {number} message
 * @property {number} confirmed how many have confirmed it
 */

/**
 * One has confirmed a message, by this or another of one's clients.
 * @typedef {object} Confirmed
 * @property {number} message
 */

/**
 * There is mail for a device of the person.
 * @typedef {object} DeviceMail
 * @property {string} device
 */

/**
 * What stands in the box of a room or a thread has changed, by this or another client.
 * @typedef {object} DraftChanged
 * @property {number} room
 * @property {number|null} thread
 * @property {Draft|null} draft null: nothing any more
 */

/**
 * An emoji of the team was made, renamed or deleted. Whoever missed a `version` before this one asks for all of them: `GET /emoji`.
 * @typedef {object} EmojiChanged
 * @property {number} version
 * @property {string|null} gone the name that is none any more
 * @property {EmojiPicture|null} emoji what there is now; null: an emoji was deleted. With neither, nothing is said but that there is this version
 */

/**
 * Something came into one's inbox, or is read, or gone. What calls for a whole room is not told of: one hears it from the room; nor what all there are asked to confirm, nor threads: `announcementsChanged` and `threadState` tell of them.
 * @typedef {object} InboxChanged
 */

/**
 * The people of an encrypted room, or the devices of one of them, are others now.
 * @typedef {object} KeysChanged
 * @property {number} room
 * @property {number} keysVersion
 */

/**
 * People who became members of a room or got another role, and those who no longer are.
 * @typedef {object} MembersChanged
 * @property {number} room
 * @property {Member[]} members
 * @property {number[]} removed
 * @property {number} memberCount how many belong to the room now
 */

/**
 * How many people a room of more than 100 members has, after some of them came or went.
 * @typedef {object} PeopleCounted
 * @property {number} room
 * @property {number} memberCount
 * @property {number} hereCount those who are not offline
 */

/**
 * Messages of a room were pinned, taken down or moved.
 * @typedef {object} PinsChanged
 * @property {number} room
 */

/**
 * People whose state changed; gathered.
 * @typedef {object} Presence
 * @property {UserPresence[]} users
 */

/**
 * The person read on at another socket, or posted, or set their mark back at any.
 * @typedef {object} ReadState
 * @property {number} room
 * @property {number} readSeq lower than before only where `setBack` is higher: whoever takes no notice of that may leave their mark where it is
 * @property {number} [setBack] how often the mark was set back; absent: the person posted, which reads what was before
 * @property {number} [mentions] how many of what is still unread mention the person; absent: none
 * @property {number} [aside] how many of the messages after it stand in threads only; absent: none
 */

/**
 * Others have read on, or set their marks back; gathered. Or what one sees is another.
 * @typedef {object} ReadersMoved
 * @property {number} room
 * @property {ReadMark[]|null} marks of those who did; null: to be asked for anew
 */

/**
 * A reminder of a saved message is due.
 * @typedef {object} Reminded
 * @property {number} message
 * @property {string} note
 * @property {number} due how many reminders are due in all
 */

/**
 * A reminder is due: it is told once each time.
 * @typedef {object} ReminderDue
 * @property {Reminder} reminder
 * @property {number} due how many are due in all
 */

/**
 * One's reminders are others than before, by this or another of one's clients.
 * @typedef {object} RemindersChanged
 * @property {number} due how many are due
 */

/**
 * There are new messages in a room that this socket has not joined, or an edit or a deletion changed who is mentioned in it, or what a direct conversation says last; no content but that.
 * @typedef {object} RoomActivity
 * @property {number} room
 * @property {number} lastSeq
 * @property {number} unread
 * @property {number} mentions
 * @property {number} readSeq
 * @property {number} setBack how often `readSeq` was set back
 * @property {number} [aside] how many messages after the mark stand in threads only; absent: none
 * @property {Preview} [preview] only of a direct conversation: its last message
 */

/**
 * The receiver is no longer a member, or the room is gone.
 * @typedef {object} RoomRemoved
 * @property {number} room
 */

/**
 * A message of one's own that is to be sent later was made or changed, or could not be sent.
 * @typedef {object} ScheduledChanged
 * @property {Scheduled} scheduled
 */

/**
 * A message waits no more: it was sent, or stopped.
 * @typedef {object} ScheduledGone
 * @property {number} scheduled
 * @property {number|null} message the message that it became; null: it was stopped
 */

/**
 * What a person says of themselves has changed. What ends at a time told before ends untold.
 * @typedef {object} StatusChanged
 * @property {Status} status
 */

/**
 * Others have read on in a thread, or follow it no more; gathered. Or what one sees is another.
 *
 * In a room of more than 20 people only those hear of it who follow the thread, while up to 20 of them look.
 * @typedef {object} ThreadReadersMoved
 * @property {number} room
 * @property {number} thread
 * @property {ReadMark[]|null} marks of those who did; null: to be asked for anew
 */

/**
 * Somebody types; ends by itself after six seconds of silence.
 * @typedef {object} UserTyping
 * @property {number} room
 * @property {User} user
 * @property {boolean} typing
 */

/**
 * Something became of a message that the receiver does not see, as it was said before they came: the room's version counts up all the same.
 * @typedef {object} UnseenChanged
 * @property {number} room
 * @property {number} version
 */

/**
 * A person's name or picture changed.
 * @typedef {object} UserChanged
 * @property {User} user
 */

/**
 * People whose first socket joined the room's live feed; gathered.
 * @typedef {object} UserJoined
 * @property {number} room
 * @property {User[]} users
 */

/**
 * People whose last socket left the room's live feed; gathered.
 * @typedef {object} UserLeft
 * @property {number} room
 * @property {User[]} users
 */

/**
 * One chose in a poll, by this or another of one's clients.
 * @typedef {object} Voted
 * @property {number} message
 * @property {number[]} options the indexes of all that one chooses now
 */

/**
 * What each command carries, and what answers it beside `ok`.
 * @typedef {object} Commands
 * @property {{payload: AddPollOption, answer: MessageAck}} addPollOption
 * @property {{payload: Changes, answer: ChangesPage}} changes
 * @property {{payload: ClaimKeys, answer: ClaimedKeys}} claimKeys
 * @property {{payload: Confirm, answer: {}}} confirm
 * @property {{payload: DeleteMessage, answer: MessageAck}} deleteMessage
 * @property {{payload: DeleteSection, answer: SectionList}} deleteSection
 * @property {{payload: EditMessage, answer: MessageAck}} editMessage
 * @property {{payload: EditScheduled, answer: Scheduled}} editScheduled
 * @property {{payload: EditSection, answer: SectionList}} editSection
 * @property {{payload: EndPoll, answer: MessageAck}} endPoll
 * @property {{payload: FollowThread, answer: ThreadStanding}} followThread
 * @property {{payload: ForgetMessage, answer: {}}} forgetMessage
 * @property {{payload: HideRoom, answer: Placed}} hideRoom
 * @property {{payload: History, answer: HistoryPage}} history
 * @property {{payload: JoinRoom, answer: JoinedRoom}} joinRoom
 * @property {{payload: LeaveRoom, answer: {}}} leaveRoom
 * @property {{payload: ListReactions, answer: ReactionPage}} listReactions
 * @property {{payload: MakeSection, answer: SectionList}} makeSection
 * @property {{payload: MarkAllRead, answer: AllReadAck}} markAllRead
 * @property {{payload: MarkRead, answer: ReadAck}} markRead
 * @property {{payload: MarkThreadRead, answer: ThreadStanding}} markThreadRead
 * @property {{payload: MarkUnread, answer: ReadAck}} markUnread
 * @property {{payload: MovePin, answer: {}}} movePin
 * @property {{payload: PinMessage, answer: MessageAck}} pinMessage
 * @property {{payload: PlaceRoom, answer: Placed}} placeRoom
 * @property {{payload: QueryKeys, answer: FoundKeys}} queryKeys
 * @property {{payload: React, answer: MessageAck}} react
 * @property {{payload: ReminderDone, answer: {}}} reminderDone
 * @property {{payload: RemovePreview, answer: MessageAck}} removePreview
 * @property {{payload: GetReaders, answer: RoomReaders}} roomReaders
 * @property {{payload: SaveDraft, answer: SavedDraft}} saveDraft
 * @property {{payload: SaveMessage, answer: Bookmark}} saveMessage
 * @property {{payload: ScheduleMessage, answer: Scheduled}} scheduleMessage
 * @property {{payload: SendMail, answer: MailSent}} sendMail
 * @property {{payload: SendMessage, answer: MessageAck}} sendMessage
 * @property {{payload: SendScheduled, answer: SentScheduled}} sendScheduled
 * @property {{payload: SetLevel, answer: RoomLevel}} setLevel
 * @property {{payload: SetPresence, answer: {}}} setPresence
 * @property {{payload: SetReminder, answer: Reminder}} setReminder
 * @property {{payload: SetStatus, answer: StatusAck}} setStatus
 * @property {{payload: SetUsualLevel, answer: UsualLevel}} setUsualLevel
 * @property {{payload: StopScheduled, answer: {}}} stopScheduled
 * @property {{payload: SyncDevice, answer: DeviceNews}} syncDevice
 * @property {{payload: ThreadHistory, answer: ThreadPage}} threadHistory
 * @property {{payload: GetThreadReaders, answer: RoomReaders}} threadReaders
 * @property {{payload: Typing, answer: {}}} typing
 * @property {{payload: Unreact, answer: MessageAck}} unreact
 * @property {{payload: Vote, answer: MessageAck}} vote
 */

/**
 * What each event carries.
 * @typedef {object} Events
 * @property {AnnouncementsChanged} announcementsChanged
 * @property {BookmarkChanged} bookmarkChanged
 * @property {Closing} closing
 * @property {ConfirmationDue} confirmationDue
 * @property {ConfirmationsChanged} confirmationsChanged
 * @property {Confirmed} confirmed
 * @property {DeviceMail} deviceMail
 * @property {DraftChanged} draftChanged
 * @property {EmojiChanged} emojiChanged
 * @property {Erasure} erasing
 * @property {InboxChanged} inboxChanged
 * @property {KeysChanged} keysChanged
 * @property {RoomLevel} levelChanged
 * @property {MembersChanged} membersChanged
 * @property {Message} messageChanged
 * @property {Message} newMessage
 * @property {OwnEmojis} ownEmojisChanged
 * @property {PeopleCounted} peopleCounted
 * @property {PinsChanged} pinsChanged
 * @property {Presence} presence
 * @property {ReadState} readState
 * @property {ReadersMoved} readersMoved
 * @property {Reminded} reminded
 * @property {ReminderDue} reminderDue
 * @property {RemindersChanged} remindersChanged
 * @property {RoomActivity} roomActivity
 * @property {Room} roomAdded
 * @property {Room} roomChanged
 * @property {Placed} roomPlaced
 * @property {RoomRemoved} roomRemoved
 * @property {ScheduledChanged} scheduledChanged
 * @property {ScheduledGone} scheduledGone
 * @property {SectionList} sectionsChanged
 * @property {StatusChanged} statusChanged
 * @property {ThreadReadersMoved} threadReadersMoved
 * @property {ThreadStanding} threadState
 * @property {UserTyping} typing
 * @property {UnseenChanged} unseenChanged
 * @property {UserChanged} userChanged
 * @property {UserJoined} userJoined
 * @property {UserLeft} userLeft
 * @property {UsualLevel} usualLevelChanged
 * @property {Voted} voted
 */

/**
 * What the server tells by itself: the `type` says what `data` is.
 * @typedef {{[Name in keyof Events]: {type: Name, data: Events[Name]}}[keyof Events]} ServerEvent
 */

/**
 * Asks the server for something, and hands back what it answers.
 * @typedef {<Name extends keyof Commands>(event: Name, payload: Commands[Name]['payload']) => Promise<Commands[Name]['answer']>} Request
 */

/**
 * The answer to a command.
 * @template {keyof Commands} Name
 * @typedef {({ok: true} & Commands[Name]['answer'])|{ok: false, error: ErrorBody}} Ack
 */

