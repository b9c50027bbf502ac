"""What a browser keeps outlives versions of the site, in both directions."""

import uuid

# As the first version made it, with a message that could not be sent.
_MAKE_OLD = """async entry => {
    const request = indexedDB.open('weconnect', 1);
    request.onupgradeneeded = () =>
        request.result.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('me', 'me');
    await new Promise((done, failed) => { request.onsuccess = done; request.onerror = failed; });
    const writing = request.result.transaction('outbox', 'readwrite');
    writing.objectStore('outbox').put({ ...entry, at: Date.now() });
    await new Promise(done => { writing.oncomplete = done; });
    request.result.close();
}"""

# A later version adds something; then a page of this one comes back.
_GO_ON = """async () => {
    const { openUnsent } = await import([...document.querySelectorAll('link[rel=modulepreload]')]
        .find(link => link.href.includes('core/net/database')).href);
    const never = () => { throw new Error('each is done once'); };
    const later = await openUnsent([never,
        (database, transaction) => transaction.objectStore('outbox').createIndex('room', 'room'),
        database => database.createObjectStore('pictures')]);
    const seen = [later.version, [...later.objectStoreNames],
        [...later.transaction('outbox').objectStore('outbox').indexNames]];
    later.close();
    const again = await openUnsent();
    seen.push(again.version);
    again.close();
    return seen;
}"""


def test_what_an_old_page_kept_is_sent_by_a_new_one(meet, gather, browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    page = browser.page(bo, "/profile")
    entry = {
        "clientId": str(uuid.uuid4()),
        "me": bo.id,
        "room": room,
        "content": "from long ago",
        "replyTo": None,
        "status": "pending",
    }
    page.evaluate(_MAKE_OLD, entry)

    screen = sit(bo, room, page=page)
    screen.shows("from long ago")

    assert page.evaluate(_GO_ON) == [3, ["outbox", "pictures"], ["me", "room"], 3]
    # The page goes on with its outbox in the meantime.
    screen.say("and now")
    screen.shows("and now")
