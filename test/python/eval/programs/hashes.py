import hashlib
import uuid

out = []


def see(value):
    out.append(repr(value))


digest = hashlib.sha256(b"x")
digest.update(b"yz")
see(digest.hexdigest())
see(digest.name)
see(hashlib.md5("ü".encode()).hexdigest())
see(hashlib.sha1().digest())
see(hashlib.new("sha1", b"abc").hexdigest()[:8])
try:
    hashlib.md5("text")
except TypeError as error:
    see(str(error))
for namespace in (uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID, uuid.NAMESPACE_X500):
    see(namespace)
    see(uuid.uuid5(namespace, "name"))
    see(str(uuid.uuid3(namespace, "name")))
    see(uuid.uuid5(namespace, "other").hex)
