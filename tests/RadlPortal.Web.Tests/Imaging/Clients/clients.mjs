// dicomweb-client and dcmjs against a running portal: node clients.mjs ROOT TOKEN FILE.dcm... Prints one JSON line of what they found.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import dcmjs from "dcmjs";
import { api } from "dicomweb-client";
import xhr2 from "xhr2";

globalThis.XMLHttpRequest = xhr2.XMLHttpRequest ?? xhr2;
dcmjs.log?.setLevel?.("silent");
const [root, token, ...paths] = process.argv.slice(2);
const client = new api.DICOMwebClient({ url: root, headers: { Authorization: `Bearer ${token}` } });
const hash = (buffer) => createHash("sha256").update(Buffer.from(buffer)).digest("hex");
const bytes = (path) => {
  const buffer = readFileSync(path);
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
};

const found = {};
const stored = await client.storeInstances({ datasets: paths.map(bytes) });
found.stored = (typeof stored === "string" ? JSON.parse(stored) : stored)["00081199"].Value.length;

const { naturalizeDataset } = dcmjs.data.DicomMetaDictionary;
const first = dcmjs.data.DicomMessage.readFile(bytes(paths[0]));
const sent = naturalizeDataset(first.dict);
const uids = { studyInstanceUID: sent.StudyInstanceUID, seriesInstanceUID: sent.SeriesInstanceUID, sopInstanceUID: sent.SOPInstanceUID };
found.sentPixels = hash(sent.PixelData[0] ?? sent.PixelData);

found.studies = (await client.searchForStudies({ queryParams: { StudyInstanceUID: uids.studyInstanceUID } })).length;
found.series = (await client.searchForSeries({ studyInstanceUID: uids.studyInstanceUID })).length;
found.instances = (await client.searchForInstances(uids)).length;
const metadata = (await client.retrieveSeriesMetadata(uids)).map(naturalizeDataset);
found.metadata = metadata.length;
found.rows = metadata[0].Rows;
const [frame] = await client.retrieveInstanceFrames({ ...uids, frameNumbers: [1] });
found.framePixels = hash(frame);
const [bulk] = [].concat(await client.retrieveBulkData({ BulkDataURI: new URL(metadata.find((m) => m.SOPInstanceUID === uids.sopInstanceUID).PixelData.BulkDataURI, root).href }));
found.bulkPixels = hash(bulk);
const object = await client.retrieveInstance(uids);
const read = naturalizeDataset(dcmjs.data.DicomMessage.readFile(object).dict);
found.objectPixels = hash(read.PixelData[0] ?? read.PixelData);
found.subject = read.PatientID;
found.objects = (await client.retrieveSeries(uids)).length;
const [picture] = [].concat(await client.retrieveInstanceRendered({ ...uids, mediaTypes: [{ mediaType: "image/jpeg" }] }));
found.rendered = Buffer.from(picture).subarray(0, 2).toString("hex");

// An object that dcmjs itself has written.
const own = dcmjs.data.DicomMetaDictionary;
first.dict = own.denaturalizeDataset({ ...sent, SOPInstanceUID: `${uids.sopInstanceUID}.9`, InstanceNumber: "99", ImagePositionPatient: [...sent.ImagePositionPatient.slice(0, 2), Number(sent.ImagePositionPatient[2]) - 100] });
first.meta["00020003"].Value = [`${uids.sopInstanceUID}.9`];
const written = await client.storeInstances({ datasets: [first.write()] });
found.writtenByDcmjs = (typeof written === "string" ? JSON.parse(written) : written)["00081199"].Value.length;
console.log(JSON.stringify(found));
